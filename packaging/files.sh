#!/usr/bin/env bash
# What a package holds beside the binary: manual pages and completions, made by the binary itself.
#   packaging/files.sh target/dist/grantscope target/packaging
set -euo pipefail
binary=$1 out=$2
mkdir -p "$out/man" "$out/completions"
"$binary" man --dir "$out/man"
gzip --no-name --force --best "$out"/man/*.1
"$binary" completions bash > "$out/completions/grantscope"
"$binary" completions zsh > "$out/completions/_grantscope"
"$binary" completions fish > "$out/completions/grantscope.fish"
