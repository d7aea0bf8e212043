#!/usr/bin/env bash
# check.sh [FOLDER]: looks at what build.sh made for this machine, as somebody who installs it would. One line a check.
set -uo pipefail
cd "$(dirname "$0")/.."
dist=$(realpath "${1:-target/dist}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0
check() { # NAME COMMAND...
  local name=$1; shift
  if "$@" > "$work/log" 2>&1; then echo "ok   $name"; passed=$((passed + 1)); else
    echo "FAIL $name: $(tail -3 "$work/log" | tr '\n' ' ')"; failed=$((failed + 1)); fi
}
holds() { grep -qF -- "$2" "$1"; }
# The example corpus has findings: exit code 1, not 2.
finds() { "$1" check "$2" > "$work/found"; [ $? = 1 ] && grep -q figure-conflict "$work/found"; }

check "the sums are right" sh -c "cd '$dist' && sha256sum --quiet -c SHA256SUMS"

archive=$(ls "$dist"/copydesk-*-linux-*.tar.gz 2> /dev/null | head -1)
check "there is an archive" test -n "$archive"
if [ -n "$archive" ]; then
  tar -C "$work" -xzf "$archive"
  inside=$work/$(basename "$archive" .tar.gz)
  version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -1)
  check "the program runs and has the version" sh -c "'$inside/copydesk' --version | grep -qF 'copydesk $version'"
  check "it finds what is in the example" finds "$inside/copydesk" "$inside/examples/harbour-flood"
  if ! ldd "$inside/copydesk" > /dev/null 2>&1 || ldd "$inside/copydesk" 2>&1 | grep -q 'statically linked'; then
    check "it is linked statically and runs with nothing around it" sh -c "
      mkdir '$work/bare' && cp '$inside/copydesk' '$work/bare/' && cp -r '$inside/examples' '$work/bare/' &&
      { [ \$(id -u) != 0 ] || chroot '$work/bare' /copydesk figures /examples/harbour-flood | grep -q 'in conflict'; }"
  else
    echo "note the program is linked dynamically: $(ldd "$inside/copydesk" | wc -l) libraries"
  fi
  for command in check figures quotes report verify extract annotate lsp; do
    check "completions and manual know $command" sh -c "grep -q $command '$inside/completions/copydesk.bash' && grep -q $command '$inside/completions/_copydesk' && grep -q $command '$inside/completions/copydesk.fish' && grep -q $command '$inside/man/copydesk.1'"
  done
  check "bash completes a command" bash -c "source '$inside/completions/copydesk.bash' && COMP_WORDS=(copydesk fig) COMP_CWORD=1 && _copydesk copydesk fig copydesk && [ \"\${COMPREPLY[*]}\" = figures ]"
  if command -v man > /dev/null; then check "the manual is set" sh -c "man -l '$inside/man/copydesk.1' | grep -q NAME"; fi
  for file in NOTICE LICENSE-MIT LICENSE-APACHE README.md CHANGELOG.md editors/neovim/lua/copydesk/init.lua editors/emacs/copydesk.el editors/helix/languages.toml docs/editors.md; do
    check "$file is inside" test -s "$inside/$file"
  done
fi

deb=$(ls "$dist"/copydesk_*.deb 2> /dev/null | head -1)
if [ -n "$deb" ] && command -v dpkg-deb > /dev/null; then
  dpkg-deb -x "$deb" "$work/root"
  check "the .deb says what it is" sh -c "dpkg-deb -f '$deb' Package | grep -qx copydesk"
  check "the .deb's program finds what is in the example" finds "$work/root/usr/bin/copydesk" "$work/root/usr/share/doc/copydesk/examples/harbour-flood"
  check "the .deb has completions and manual" sh -c "test -s '$work/root/usr/share/bash-completion/completions/copydesk' && zcat '$work/root/usr/share/man/man1/copydesk.1.gz' | grep -q figures"
  check "the .deb's links lead somewhere" sh -c "test -e '$work/root/usr/share/nvim/site/pack/copydesk/opt/copydesk/lsp/copydesk.lua' && test -e '$work/root/usr/share/emacs/site-lisp/copydesk.el'"
  if [ "$(id -u)" = 0 ]; then
    # Into a root of its own, by dpkg itself: scripts, depends and clashes are looked at.
    mkdir -p "$work/dpkg/var/lib/dpkg/updates" "$work/dpkg/var/lib/dpkg/info"; : > "$work/dpkg/var/lib/dpkg/status"
    check "dpkg installs and removes the .deb" sh -c "dpkg --root='$work/dpkg' --force-depends -i '$deb' && test -x '$work/dpkg/usr/bin/copydesk' && dpkg --root='$work/dpkg' -r copydesk && ! test -e '$work/dpkg/usr/bin/copydesk'"
  fi
fi

vsix=$(ls "$dist"/copydesk-*.vsix 2> /dev/null | head -1)
if [ -n "$vsix" ]; then
  check "the .vsix has the program inside" sh -c "python3 -c \"import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); names = z.namelist(); sys.exit(not any(n.startswith('extension/server/copydesk') for n in names) or 'extension/dist/extension.js' not in names)\" '$vsix'"
fi
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
