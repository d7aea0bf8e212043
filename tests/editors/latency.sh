#!/usr/bin/env bash
# latency.sh [NAME]: how long VS Code takes from a key to the squiggle, on a copy of the example corpus.
# COPYDESK and EDITORS as for check.sh; NAME is vscode-4.139.1 or vscode-4.100.3.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
checkout=$(cd "$here/../.." && pwd)
copydesk=$(realpath "${COPYDESK:-$checkout/target/release/copydesk}")
editors=$(realpath "${EDITORS:-$checkout/target/editors}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/bin"
ln -s "$copydesk" "$work/bin/copydesk"
cp -r "$checkout/examples/harbour-flood" "$work/harbour-flood"
export PATH=$work/bin:$PATH CHECKOUT=$checkout
"$here/vscode/run.sh" "$editors/${1:-vscode-4.139.1}" "$editors/playwright" "$here/vscode/latency.mjs" "$work/harbour-flood" "$work/shots"
