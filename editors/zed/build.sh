#!/usr/bin/env bash
# build.sh [OUT]: builds the extension for WebAssembly, as Zed does when it installs it, to see that it compiles.
#   RUST_WASM=FOLDER   a Debian root with rustc and libstd-rust-dev-wasm32, as tests/editors/install/debian.sh unpacks it,
#                      where the Rust of this machine has no wasm32-wasip2 or wasm32-wasip1
set -euo pipefail
cd "$(dirname "$0")"
out=$(realpath -m "${1:-../../target/zed}")
if [ -n "${RUST_WASM:-}" ]; then
  export RUSTC=$RUST_WASM/usr/bin/rustc
  export CARGO_TARGET_WASM32_WASIP1_LINKER=$RUST_WASM/usr/bin/wasm-ld CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=$RUST_WASM/usr/bin/wasm-ld
fi
sysroot=$("${RUSTC:-rustc}" --print sysroot)
for target in wasm32-wasip2 wasm32-wasip1 wasm32-unknown-unknown; do
  [ -d "$sysroot/lib/rustlib/$target/lib" ] || continue
  # Debian has this target without its linker.
  if [ $target = wasm32-wasip2 ] && ! { command -v wasm-component-ld || ls "$sysroot"/lib/rustlib/*/bin/wasm-component-ld; } > /dev/null 2>&1; then continue; fi
  cargo build --release --target "$target" --target-dir "$out"
  file=$out/$target/release/copydesk_zed.wasm
  [ "$(head -c4 "$file" | tail -c3)" = asm ] || { echo "build.sh: $file is no WebAssembly" >&2; exit 1; }
  echo "$file: $(wc -c < "$file") bytes"
  exit 0
done
echo "build.sh: the Rust at $sysroot has no target for WebAssembly; rustup target add wasm32-wasip2" >&2
exit 3
