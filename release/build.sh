#!/usr/bin/env bash
# build.sh [--target TRIPLE] [--profile NAME] [--program FILE] [--out FOLDER] [--plain]
#
# Builds what a release consists of, for one target, into FOLDER (default target/dist):
#
#   copydesk-VERSION-TARGET.tar.gz  (.zip for Windows)  program, completions, manual page, editor plug-ins, licences
#   copydesk_VERSION_ARCH.deb       on Linux, for Debian and its relatives
#   copydesk-VSCODE_TARGET.vsix     the VS Code extension with the program inside, where npm is there
#   SHA256SUMS                      of all of these
#
# Without --target: x86_64-unknown-linux-musl where its standard library is installed (rustup target add …), else the
# machine's own target; on Linux with glibc the program is then linked statically against that.
# --program takes a program that is built already. Prints what was built, and checks that it runs where it can.
#
# The program is compiled twice where that can be done (not for Windows): first one that counts which ways it takes, which then
# reads and compares articles (train.py), then the real one, in which those are the short ways. That takes Python, a target that
# runs here, and `rustup component add llvm-tools`. --plain compiles it once.
set -euo pipefail
cd "$(dirname "$0")/.."
fail() { echo "build.sh: $*" >&2; exit 2; }

target='' profile=release program='' out=target/dist plain=''
while [ $# -gt 0 ]; do
  case $1 in
    --target | --profile | --program | --out) [ $# -gt 1 ] || fail "$1 takes a value"; printf -v "${1#--}" %s "$2"; shift 2 ;;
    --plain) plain='as wanted'; shift ;;
    *) fail "what is $1? Known: --target, --profile, --program, --out, --plain" ;;
  esac
done
version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -1)
host=$(rustc -vV | sed -n 's/^host: //p')
if [ -z "$target" ]; then
  target=$host
  if [ "$host" = x86_64-unknown-linux-gnu ] && [ -d "$(rustc --print sysroot)/lib/rustlib/x86_64-unknown-linux-musl" ]; then
    target=x86_64-unknown-linux-musl
  fi
fi
case $target in
  x86_64-*-linux-*) arch=amd64 vscode=linux-x64 ;;
  aarch64-*-linux-*) arch=arm64 vscode=linux-arm64 ;;
  x86_64-apple-darwin) vscode=darwin-x64 ;;
  aarch64-apple-darwin) vscode=darwin-arm64 ;;
  x86_64-pc-windows-*) vscode=win32-x64 ;;
  aarch64-pc-windows-*) vscode=win32-arm64 ;;
  *) vscode='' ;;
esac
suffix=''; case $target in *windows*) suffix=.exe ;; esac

runs=''
if [ "${target%%-*}" = "${host%%-*}" ] && [ "${target#*-*-}" = "${host#*-*-}" ] || [[ $target == *linux* && $host == *linux* && ${target%%-*} == "${host%%-*}" ]]; then runs=1; fi
if [ -z "$program" ]; then
  flags=${RUSTFLAGS:-}
  # Linked statically the program needs nothing of the system, whatever the age of its C library.
  case $target in *linux-gnu | *linux-musl) flags="$flags -C target-feature=+crt-static" ;; esac
  # What its own start-up code moves into place is listed in a fiftieth of the room, where the linker and the C library know how.
  if [[ $target == "$host" && $target == *linux-gnu ]]; then
    libc=$(ldd --version 2> /dev/null | sed -n '1s/.* 2\.\([0-9]*\)$/\1/p' || true)
    [ "${libc:-0}" -lt 36 ] || flags="$flags -C link-arg=-Wl,-z,pack-relative-relocs"
  fi
  compile() { # FLAGS FOLDER
    RUSTFLAGS="$flags $1" cargo build --locked --profile "$profile" --bin copydesk --target "$target" --target-dir "$2"
  }
  rustlib=$(rustc --print sysroot)/lib/rustlib
  merge=$rustlib/$host/bin/llvm-profdata
  if [ -z "$plain" ]; then
    case $target in *windows*) plain="$target cannot be trained" ;; esac
    [ -n "$runs" ] || plain="$target does not run here"
    [ -x "$merge" ] || plain='there is no llvm-profdata: rustup component add llvm-tools'
    compgen -G "$rustlib/$target/lib/libprofiler_builtins-*" > /dev/null || plain="$target has no profiler"
    command -v python3 > /dev/null || plain='there is no python3'
    case $PWD in *' '*) plain='the path of this folder has a space, which splits a flag for the compiler in two' ;; esac
  fi
  guide=''
  if [ -n "$plain" ]; then
    echo "build.sh: compiled once: $plain" >&2
  else
    counts=$PWD/target/counting/counts
    rm -rf "$counts"
    compile "-C profile-generate=$counts" target/counting
    python3 release/train.py "target/counting/$target/$profile/copydesk"
    "$merge" merge -o "$counts/merged" "$counts"
    guide="-C profile-use=$counts/merged"
  fi
  compile "$guide" target
  program=target/$target/$profile/copydesk$suffix
fi
[ -f "$program" ] || fail "there is no program at $program"
[ -n "$runs" ] || [ -n "${COPYDESK_HOST:-}" ] || fail "$target does not run here: name a program that does, for completions and manual page (COPYDESK_HOST=…)"
here=${COPYDESK_HOST:-$program}

rm -rf "$out"; mkdir -p "$out"; out=$(cd "$out" && pwd)
name=copydesk-$version-$target
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT

# What every package holds.
mkdir -p "$stage/$name"/{completions,man,editors}
install -m 755 "$program" "$stage/$name/copydesk$suffix"
"$here" completions bash > "$stage/$name/completions/copydesk.bash"
"$here" completions zsh > "$stage/$name/completions/_copydesk"
"$here" completions fish > "$stage/$name/completions/copydesk.fish"
"$here" completions powershell > "$stage/$name/completions/_copydesk.ps1"
"$here" man > "$stage/$name/man/copydesk.1"
cp README.md CHANGELOG.md NOTICE LICENSE-MIT LICENSE-APACHE "$stage/$name/"
cp -r docs examples "$stage/$name/"
for editor in editors/*/; do
  case $editor in editors/vscode/) ;; *) cp -r "${editor%/}" "$stage/$name/editors/" ;; esac
done
rm -rf "$stage/$name"/editors/*/target "$stage/$name/editors/neovim/doc/tags"
find "$stage/$name" -type d -exec chmod 755 {} + -o -type f ! -name "copydesk$suffix" -exec chmod 644 {} +

# The archive: the same bytes from the same commit.
when=$(git log -1 --format=%ct 2> /dev/null || date +%s)
case $target in
  *windows*) (cd "$stage" && { zip -qr "$out/$name.zip" "$name" || 7z a -bso0 "$out/$name.zip" "$name"; }) ;;
  *) tar -C "$stage" --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$when" -cf - "$name" 2> /dev/null | gzip -9n > "$out/$name.tar.gz" ||
       tar -C "$stage" -czf "$out/$name.tar.gz" "$name" ;; # a tar that knows no --sort
esac

# Debian's package.
if [ -n "${arch:-}" ] && command -v dpkg-deb > /dev/null; then
  deb=$stage/deb
  install -D -m 755 "$program" "$deb/usr/bin/copydesk"
  install -D -m 644 "$stage/$name/completions/copydesk.bash" "$deb/usr/share/bash-completion/completions/copydesk"
  install -D -m 644 "$stage/$name/completions/_copydesk" "$deb/usr/share/zsh/vendor-completions/_copydesk"
  install -D -m 644 "$stage/$name/completions/copydesk.fish" "$deb/usr/share/fish/vendor_completions.d/copydesk.fish"
  install -D -m 644 "$stage/$name/man/copydesk.1" "$deb/usr/share/man/man1/copydesk.1"
  gzip -9n "$deb/usr/share/man/man1/copydesk.1"
  install -d "$deb/usr/share/doc/copydesk" "$deb/usr/share/copydesk" "$deb/DEBIAN"
  cp -r "$stage/$name"/{README.md,NOTICE,docs,examples} "$deb/usr/share/doc/copydesk/"
  gzip -9nc CHANGELOG.md > "$deb/usr/share/doc/copydesk/changelog.gz"
  cat LICENSE-MIT > "$deb/usr/share/doc/copydesk/copyright"
  cp -r "$stage/$name/editors" "$deb/usr/share/copydesk/"
  # Neovim and Emacs look there for what packages bring.
  install -d "$deb/usr/share/nvim/site/pack/copydesk/opt" "$deb/usr/share/emacs/site-lisp"
  ln -s ../../../../../copydesk/editors/neovim "$deb/usr/share/nvim/site/pack/copydesk/opt/copydesk"
  ln -s ../../copydesk/editors/emacs/copydesk.el "$deb/usr/share/emacs/site-lisp/copydesk.el"
  # A program that is linked statically depends on nothing.
  depends=''
  if file -L "$program" 2> /dev/null | grep -q 'dynamically linked' || { ! command -v file > /dev/null && ldd "$program" > /dev/null 2>&1; }; then
    depends="Depends: libc6 (>= $(objdump -T "$program" 2> /dev/null | grep -oE 'GLIBC_[0-9.]+' | sed 's/GLIBC_//' | sort -V | tail -1)), libgcc-s1"
  fi
  {
    printf 'Package: copydesk\nVersion: %s\nArchitecture: %s\nSection: text\nPriority: optional\n' "$version" "$arch"
    printf 'Maintainer: The copydesk authors <copydesk@localhost>\nInstalled-Size: %s\n' "$(du -sk "$deb" | cut -f1)"
    [ -z "$depends" ] || printf '%s\n' "$depends"
    printf 'Description: language server and checker for corpora of news articles\n'
    printf ' Reads a folder of articles the way a fact-checking desk does: figures that\n contradict each other, altered quotations, claims without a source, dates that\n cannot be right, annotation files that no longer fit their text.\n'
  } > "$deb/DEBIAN/control"
  (cd "$deb" && find usr -type f -exec md5sum {} +) > "$deb/DEBIAN/md5sums"
  find "$deb" -type d -exec chmod 755 {} +
  SOURCE_DATE_EPOCH=$when dpkg-deb --root-owner-group -Zxz --build "$deb" "$out/copydesk_${version}_$arch.deb" > /dev/null
fi

# The VS Code extension with the program inside.
if [ -n "$vscode" ] && command -v npm > /dev/null; then
  (
    program=$(realpath "$program")
    cd editors/vscode
    [ -d node_modules ] || npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
    node scripts/package.mjs "$vscode" "$program" "$out/copydesk-$vscode.vsix" > /dev/null
  )
fi

(cd "$out" && sha256sum -- * > SHA256SUMS)
(cd "$out" && wc -c -- * | sed '$d')
