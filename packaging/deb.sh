#!/usr/bin/env bash
# Builds the Debian package from the dist profile: target/debian/grantscope_VERSION_ARCH.deb. Needs cargo-deb.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build --profile dist --locked
packaging/files.sh "${CARGO_TARGET_DIR:-target}/dist/grantscope" target/packaging
cargo deb --no-build --profile dist --locked
