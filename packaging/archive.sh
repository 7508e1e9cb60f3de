#!/usr/bin/env bash
# Puts the binary of a target into an archive as `cargo binstall` and the manifests here expect it:
#   packaging/archive.sh x86_64-unknown-linux-gnu   writes target/archives/grantscope-x86_64-unknown-linux-gnu.tar.gz
# The archive's bytes depend on nothing but the binary and the commit's time.
set -euo pipefail
cd "$(dirname "$0")/.."
target=$1
built=${CARGO_TARGET_DIR:-target}/$target/dist
out=$PWD/target/archives
mkdir -p "$out"
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
cp LICENSE-APACHE LICENSE-MIT README.md "$stage"
case $target in
  *windows*)
    cp "$built/grantscope.exe" "$stage"
    archive=$out/grantscope-$target.zip
    rm -f "$archive"
    if command -v 7z >/dev/null; then (cd "$stage" && 7z a -bso0 "$archive" .); else (cd "$stage" && zip -qrX "$archive" .); fi
    ;;
  *)
    cp "$built/grantscope" "$stage"
    # Manual pages and completions, where the binary runs here.
    "$PWD/packaging/files.sh" "$stage/grantscope" "$stage" || rm -rf "$stage/man" "$stage/completions"
    archive=$out/grantscope-$target.tar.gz
    tar=tar
    command -v gtar >/dev/null && tar=gtar
    "$tar" --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$(git log -1 --format=%ct)" -C "$stage" -cf - . |
      gzip --no-name --best > "$archive"
    ;;
esac
hash() { if command -v sha256sum >/dev/null; then sha256sum "$1"; else shasum -a 256 "$1"; fi; }
(cd "$out" && hash "$(basename "$archive")" > "$archive.sha256")
