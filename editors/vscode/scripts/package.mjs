// package.mjs [TARGET PROGRAM [OUT]]: packs the extension.
//
// Without arguments copydesk.vsix, which looks for the program on PATH. With a VS Code target (linux-x64, darwin-arm64,
// win32-x64, …) and the program built for it, copydesk-TARGET.vsix with the program inside.
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const LARGEST = 500 * 1024; // bytes, without the program
const TARGETS = ['linux-x64', 'linux-arm64', 'linux-armhf', 'alpine-x64', 'alpine-arm64', 'darwin-x64', 'darwin-arm64', 'win32-x64', 'win32-arm64'];

const here = fileURLToPath(new URL('..', import.meta.url));
const [target, program, out = target ? `copydesk-${target}.vsix` : 'copydesk.vsix'] = process.argv.slice(2);
const fail = (problem) => {
  console.error(`package.mjs: ${problem}`);
  process.exit(2);
};
if (target && !TARGETS.includes(target)) fail(`"${target}" is no target of VS Code; known: ${TARGETS.join(', ')}`);
if (target && !program) fail(`which program goes into the ${target} package? package.mjs ${target} PROGRAM`);

const server = `${here}server`;
rmSync(server, { recursive: true, force: true });
const vsce = (...options) => execFileSync('npx', ['vsce', 'package', '--no-dependencies', '--allow-missing-repository',
  '--allow-unused-files-pattern', '--no-update-package-json', '-o', out, ...options], { cwd: here, stdio: 'inherit', shell: process.platform === 'win32' });
try {
  if (target) {
    mkdirSync(server);
    const inside = `${server}/${target.startsWith('win32') ? 'copydesk.exe' : 'copydesk'}`;
    copyFileSync(program, inside);
    chmodSync(inside, 0o755);
    vsce('--target', target);
  } else {
    vsce();
    const { size } = statSync(`${here}${out}`);
    if (size > LARGEST) fail(`${out} has ${size} bytes, more than ${LARGEST}`);
    console.log(`${out}: ${size} bytes`);
  }
} finally {
  rmSync(server, { recursive: true, force: true });
}
