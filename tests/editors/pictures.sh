#!/usr/bin/env bash
# pictures.sh: remakes the pictures in docs/images on the example corpus, with the editors that setup.sh
# installed. COPYDESK and EDITORS as for check.sh. Debian's pngquant makes them a third of the size.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
checkout=$(cd "$here/../.." && pwd)
copydesk=$(realpath "${COPYDESK:-$checkout/target/release/copydesk}")
editors=$(realpath "${EDITORS:-$checkout/target/editors}")
"$here/setup.sh" "$editors" extension > /dev/null # pictures of the extension as it is, not as it was packaged once
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/bin" "$work/shots" "$checkout/docs/images"
ln -s "$copydesk" "$work/bin/copydesk"
cp -r "$checkout/examples/harbour-flood" "$work/harbour-flood"
export PATH=$work/bin:$PATH CHECKOUT=$checkout
"$here/vscode/run.sh" "$editors/vscode-4.139.1" "$editors/playwright" "$here/vscode/pictures.mjs" "$work/harbour-flood" "$work/shots"
# Neovim in a terminal: the hover over the same figure.
socket=pictures-$$
mux() { tmux -L "$socket" -f /dev/null "$@"; }
mux new-session -d -s nvim -x 124 -y 30 "cd '$work/harbour-flood' && exec env TERM=tmux-256color COLORTERM=truecolor '$editors/neovim-0.12/usr/bin/nvim' \
  -n -i NONE --cmd \"let g:copydesk_cmd = ['$work/bin/copydesk']\" -u '$checkout/editors/neovim/minimal_init.lua' alder-herald.txt"
mux set-option -ga terminal-features ',tmux-256color:RGB:usstyle'
sleep 6
mux send-keys -t nvim -l '9G3wll'; sleep 1
mux send-keys -t nvim -l 'K'; sleep 3
mux capture-pane -e -p -t nvim | PLAYWRIGHT=$editors/playwright/node_modules/playwright-core/index.mjs node "$here/terminal.mjs" "$work/shots/neovim.png" 124
mux kill-server
command -v pngquant > /dev/null || { echo "pictures.sh: pngquant is missing" >&2; exit 1; }
for picture in "$work"/shots/*.png; do
  case $(basename "$picture") in failed-*) continue ;; esac
  pngquant --force --strip --speed 1 --quality 70-95 --output "$picture" 256 "$picture"
  size=$(stat -c %s "$picture")
  [ "$size" -lt 160000 ] || { echo "pictures.sh: $(basename "$picture") has $size bytes, more than 160,000" >&2; exit 1; }
  cp "$picture" "$checkout/docs/images/"
  echo "docs/images/$(basename "$picture"), $size bytes"
done
