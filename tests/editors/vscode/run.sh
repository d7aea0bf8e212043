#!/usr/bin/env bash
# run.sh CODE-SERVER PLAYWRIGHT SCRIPT CORPUS [SHOTS]
#
# Starts VS Code (code-server) with the packaged extension on a free port of the loopback interface,
# runs SCRIPT BASE-URL CORPUS SHOTS in node, and stops it.
set -uo pipefail
code=$1 playwright=$2 script=$3 corpus=$4 shots=${5:-}
here=$(cd "$(dirname "$0")" && pwd)
data=$(mktemp -d)
[ -n "$shots" ] || shots=$data/shots
mkdir -p "$data/User" "$data/extensions" "$shots"
cp "$here/settings.json" "$data/User/settings.json"
if [ -n "${BUNDLED:-}" ]; then
  # The package for this platform: the program is inside, nothing is set.
  vsix=$BUNDLED
else
  # VS Code takes its PATH from a login shell, so the program is named by the setting, which belongs to
  # the machine that the server runs on.
  vsix=$CHECKOUT/editors/vscode/copydesk.vsix
  mkdir -p "$data/Machine"
  printf '{ "copydesk.server.path": "%s" }\n' "$(command -v copydesk)" > "$data/Machine/settings.json"
fi
"$code/code-server" --user-data-dir "$data" --extensions-dir "$data/extensions" \
  --install-extension "$vsix" > "$data/install.log" 2>&1 ||
  { echo "FAIL the extension installs: $(tail -3 "$data/install.log" | tr '\n' ' ')"; exit 1; }
echo "ok   the extension installs${BUNDLED:+, with the program inside}"
port=$(node -e 'const s = require("net").createServer(); s.listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
"$code/code-server" --user-data-dir "$data" --extensions-dir "$data/extensions" --auth none \
  --bind-addr "127.0.0.1:$port" --disable-telemetry --disable-update-check --disable-workspace-trust \
  --disable-getting-started-override > "$data/server.log" 2>&1 &
pid=$!
# The servers that the extension's own program runs as.
bundled() {
  local exe
  for exe in /proc/[0-9]*/exe; do
    case $(readlink "$exe") in "$data"/extensions/*) exe=${exe#/proc/}; echo "${exe%/exe}" ;; esac
  done
}
# They are noted while they run; check.sh looks whether they are gone in the end.
(while kill -0 "$pid" 2> /dev/null; do bundled >> "${COPYDESK_PIDS:-/dev/null}"; sleep 2; done) &
stop() {
  kill "$pid" 2> /dev/null
  wait "$pid" 2> /dev/null
  for _ in $(seq 50); do [ -n "$(bundled)" ] || break; sleep 0.1; done
  rm -rf "$data"
}
trap stop EXIT
for _ in $(seq 200); do
  node -e "fetch('http://127.0.0.1:$port/healthz').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))" && break
  sleep 0.1
done
PLAYWRIGHT=$playwright/node_modules/playwright-core/index.mjs node "$script" "http://127.0.0.1:$port" "$corpus" "$shots"
