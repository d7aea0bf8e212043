#!/usr/bin/env bash
# setup.sh [PREFIX [PART...]]
#
# Installs the editors that check.sh drives into PREFIX (default: $EDITORS, else target/editors).
# Parts: neovim helix emacs vim vscode browser extension; without any, these. And kate, only where it is named, since it
# brings 160 packages into the system. Everything comes from the package
# registries this machine already uses (Debian's mirror as apt names it, npm); nothing but the browser,
# ripgrep, tmux, patchelf and Vim with ALE goes into the system. Parts that are there already take no time.
# A part that cannot be installed is named at the end; check.sh then skips and counts it.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
prefix=${1:-${EDITORS:-$here/../../target/editors}}; [ $# -gt 0 ] && shift
mkdir -p "$prefix"; prefix=$(cd "$prefix" && pwd)
parts=" ${*:-neovim helix emacs vim vscode browser extension} "
missing=()

wanted() { [[ $parts == *" $1 "* ]]; }
step() { # step NAME COMMAND...
  local name=$1 start=$SECONDS log; shift
  log=$prefix/setup-$name.log
  if "$@" > "$log" 2>&1 < /dev/null; then
    printf 'ok      %-24s %4d s\n' "$name" $((SECONDS - start))
  else
    printf 'MISSING %-24s %4d s, see %s\n' "$name" $((SECONDS - start)) "$log"
    tail -3 "$log" | sed 's/^/        /'
    missing+=("$name")
  fi
}
system() { # packages of the running system, where they are not there yet
  local as=(); [ "$(id -u)" = 0 ] || as=(sudo -n)
  "${as[@]}" apt-get -o DPkg::Lock::Timeout=120 update -qq &&
    DEBIAN_FRONTEND=noninteractive "${as[@]}" apt-get -o DPkg::Lock::Timeout=120 install -y -qq --no-install-recommends "$@"
}
have() { local c; for c in "$@"; do command -v "$c" > /dev/null || return 1; done; }
playwright() {
  mkdir -p "$prefix/playwright" && cd "$prefix/playwright" || return 1
  [ -d node_modules/playwright-core ] && return 0
  echo '{"private": true, "type": "module"}' > package.json
  npm install --no-audit --no-fund --loglevel=error --ignore-scripts playwright-core@1
}
extension() { # our own, as a user would package it
  cd "$here/../../editors/vscode" || return 1
  [ copydesk.vsix -nt package.json ] && [ -z "$(find src syntaxes -newer copydesk.vsix)" ] && return 0
  npm ci --ignore-scripts --no-audit --no-fund --loglevel=error && npm run package
}

if wanted neovim || wanted helix || wanted emacs; then
  have tmux patchelf || step tools system tmux patchelf
fi
if wanted neovim; then
  step neovim-0.10 "$here/install/debian.sh" trixie "$prefix/neovim-0.10" neovim
  step neovim-0.12 "$here/install/debian.sh" forky "$prefix/neovim-0.12" neovim
fi
if wanted helix; then
  step helix-25.01 "$here/install/debian.sh" trixie "$prefix/helix-25.01" hx
  step helix-25.07 "$here/install/debian.sh" forky "$prefix/helix-25.07" hx
fi
if wanted emacs; then
  step emacs-28 "$here/install/debian.sh" bookworm "$prefix/emacs-28" emacs-nox elpa-eglot
  step emacs-30 "$here/install/debian.sh" trixie "$prefix/emacs-30" emacs-nox
fi
if wanted vim; then
  { have vim && [ -f /usr/share/vim-ale/plugin/ale.vim ]; } || step vim-ale system vim vim-ale
fi
if wanted kate; then
  have kate Xvfb xdotool dbus-run-session || step kate system kate xvfb xdotool dbus-daemon
fi
if wanted browser; then
  have chromium rg || step chromium system chromium fonts-dejavu-core ripgrep
  step playwright playwright
fi
if wanted vscode; then
  step vscode-4.139.1 "$here/install/code-server.sh" 4.139.1 "$prefix/vscode-4.139.1"
  step vscode-4.100.3 "$here/install/code-server.sh" 4.100.3 "$prefix/vscode-4.100.3"
fi
if wanted extension; then step extension extension; fi
printf '%d parts missing%s\n' "${#missing[@]}" "${missing[*]:+: ${missing[*]}}"
exit 0
