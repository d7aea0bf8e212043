#!/usr/bin/env bash
# check.sh [NAME...]
#
# Drives every editor that setup.sh installed against the real server, on a copy of the example corpus:
# a finding is shown, the hover names the other article, the jump goes to the introduction, references
# reach other articles, the outline is there, typing updates the findings, and the server is gone when
# the editor has stopped.
#
#   COPYDESK=target/release/copydesk   the program
#   EDITORS=target/editors             where setup.sh installed
#   SHOTS=FOLDER                       keep pictures of VS Code there
#   NAME                               neovim-0.10 neovim-0.12 helix-25.01 helix-25.07 emacs-28 emacs-30
#                                      vscode-4.139.1 vscode-4.100.3 vim-ale kate; without any, all of them
#
# An editor that is not there is skipped and counted; one that is there and does not do its part is a
# failure. Exit code 1 where anything failed.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
checkout=$(cd "$here/../.." && pwd)
copydesk=$(realpath "${COPYDESK:-$checkout/target/release/copydesk}")
editors=$(realpath -m "${EDITORS:-$checkout/target/editors}")
names=(${*:-neovim-0.10 neovim-0.12 helix-25.01 helix-25.07 emacs-28 emacs-30 vscode-4.139.1 vscode-4.100.3 vim-ale kate})
[ -x "$copydesk" ] || { echo "check.sh: no program at $copydesk; build it: cargo build --release" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0 skipped=0

# Every server that an editor starts leaves its process id, so that orphans can be told.
mkdir -p "$work/bin"
cat > "$work/bin/copydesk" <<WRAPPER
#!/bin/sh
echo \$\$ >> "\$COPYDESK_PIDS"
exec "$copydesk" "\$@"
WRAPPER
chmod +x "$work/bin/copydesk"
export PATH="$work/bin:$PATH" CHECKOUT="$checkout" EDITORS_HERE="$here"

absent() { # why an editor cannot be checked; nothing where it can
  case $1 in
    neovim-*) [ -x "$editors/$1/usr/bin/nvim" ] || echo "no Neovim in $editors/$1" ;;
    helix-*) [ -x "$editors/$1/usr/bin/hx" ] || echo "no Helix in $editors/$1"
      command -v tmux > /dev/null || echo "no tmux" ;;
    emacs-*) [ -x "$editors/$1/usr/bin/emacs-nox" ] || echo "no Emacs in $editors/$1" ;;
    vscode-*) [ -x "$editors/$1/code-server" ] || echo "no code-server in $editors/$1"
      [ -d "$editors/playwright/node_modules/playwright-core" ] || echo "no playwright-core"
      command -v chromium > /dev/null || echo "no chromium"
      [ -f "$checkout/editors/vscode/copydesk.vsix" ] || echo "the extension is not packaged" ;;
    vim-ale) command -v vim > /dev/null || echo "no Vim"
      [ -f /usr/share/vim-ale/plugin/ale.vim ] || echo "no ALE for Vim" ;;
    kate) command -v kate > /dev/null || echo "no Kate (setup.sh kate installs it, 160 packages)"
      command -v Xvfb > /dev/null && command -v xdotool > /dev/null && command -v dbus-run-session > /dev/null || echo "no Xvfb, xdotool or D-Bus" ;;
    *) echo "unknown editor" ;;
  esac
}

drive() { # NAME CORPUS
  case $1 in
    neovim-*) cd "$2" && timeout 90 "$editors/$1/usr/bin/nvim" --headless -n -i NONE \
      --cmd "let g:copydesk_cmd = ['$work/bin/copydesk']" -u "$checkout/editors/neovim/minimal_init.lua" \
      alder-herald.txt +"luafile $here/neovim/check.lua" 2>&1 ;;
    helix-*) timeout 120 "$here/helix/check.sh" "$editors/$1/usr/bin/hx" "$2" ;;
    emacs-*) cd "$2" && HOME=$work/home timeout 120 "$here/install/emacs.sh" "$editors/$1" --batch -Q \
      -L "$checkout/editors/emacs" -l "$here/emacs/check.el" 2>&1 ;;
    vim-ale) cd "$2" && CHECK_LOG=$2.checks TERM=dumb timeout 150 vim -Nu "$here/vim/vimrc" -n -i NONE --not-a-term \
      alder-herald.txt -S "$here/vim/check.vim" > /dev/null 2>&1; cat "$2.checks" ;;
    kate) timeout 150 "$here/kate/check.sh" "$2" ;;
    vscode-4.139.1) BUNDLED=$work/copydesk.vsix timeout 400 "$here/vscode/run.sh" "$editors/$1" "$editors/playwright" "$here/vscode/check.mjs" "$2" "${SHOTS:+$SHOTS/$1}" 2>&1 ;;
    vscode-*) timeout 400 "$here/vscode/run.sh" "$editors/$1" "$editors/playwright" "$here/vscode/check.mjs" "$2" "${SHOTS:+$SHOTS/$1}" 2>&1 ;;
  esac
}

# An annotation that every editor moves: "On " is put in front of the third line. COPYDESK_MOVED is how it then reads.
annotate() { # CORPUS
  local before start
  before=$(grep -m1 -bo 'Tomas Reyl' "$1/alder-herald.txt"); start=${before%%:*}
  printf 'T1\tSource %d %d\tTomas Reyl\n' "$start" $((start + 10)) > "$1/alder-herald.ann"
  export COPYDESK_MOVED; COPYDESK_MOVED=$(printf 'T1\tSource %d %d\tTomas Reyl' $((start + 3)) $((start + 13)))
}

alive() { # the servers of this editor that still run
  local pid
  while read -r pid; do if kill -0 "$pid" 2> /dev/null; then echo "$pid"; fi; done < "$COPYDESK_PIDS"
}

# What editors and their tests leave behind goes with the rest.
mkdir -p "$work/home" "$work/tmp"
export TMPDIR=$work/tmp
for name in "${names[@]}"; do
  why=$(absent "$name" | head -1)
  if [ -n "$why" ]; then
    echo "== $name: SKIPPED, $why"
    skipped=$((skipped + 1))
    continue
  fi
  start=$SECONDS
  # The newest VS Code gets the package for this platform, with the program inside; the older one names the program.
  if [ "$name" = vscode-4.139.1 ]; then
    (cd "$checkout/editors/vscode" && node scripts/package.mjs linux-x64 "$copydesk" "$work/copydesk.vsix") > "$work/package.log" 2>&1 ||
      { echo "FAIL the package with the program inside: $(tail -3 "$work/package.log")"; failed=$((failed + 1)); continue; }
  fi
  cp -r "$checkout/examples/harbour-flood" "$work/$name"
  export COPYDESK_PIDS=$work/$name.pids; : > "$COPYDESK_PIDS"
  annotate "$work/$name"
  (drive "$name" "$work/$name") > "$work/$name.log" < /dev/null
  code=$?
  for _ in $(seq 50); do orphans=$(alive); [ -n "$orphans" ] || break; sleep 0.1; done
  echo "== $name, $((SECONDS - start)) s"
  grep -aE '^(ok|FAIL) ' "$work/$name.log" | cut -c1-240
  ok=$(grep -acE '^ok ' "$work/$name.log"); bad=$(grep -acE '^FAIL ' "$work/$name.log")
  if [ ! -s "$COPYDESK_PIDS" ]; then echo "FAIL the editor started no server"; bad=$((bad + 1)); fi
  if [ -n "$orphans" ]; then
    echo "FAIL a server outlived the editor: $orphans"; bad=$((bad + 1)); kill $orphans
  else
    echo "ok   no server outlived the editor"; ok=$((ok + 1))
  fi
  # A driver says how many checks it has made; without that line it died on the way.
  if ! grep -aqE '^done ' "$work/$name.log"; then
    echo "FAIL the check did not come to its end (exit $code)"; tail -15 "$work/$name.log" | cut -c1-300; bad=$((bad + 1))
  fi
  passed=$((passed + ok)); failed=$((failed + bad))
done
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
