// check.mjs: what must hold of the manifest and cannot be told by the compiler. Exits with 1 where something does not.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = new URL('..', import.meta.url);
const read = (name) => readFileSync(new URL(name, here), 'utf8');
const manifest = JSON.parse(read('package.json'));
const { contributes } = manifest;
const source = readdirSync(new URL('src', here), { recursive: true })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => read(`src/${name.replaceAll('\\', '/')}`))
  .join('\n');
const problems = [];
const hold = (good, problem) => good || problems.push(problem);

// Commands: each that is offered is registered, each that is used is offered or VS Code's own.
const offered = contributes.commands.map(({ command }) => command);
for (const command of offered) hold(source.includes(`command('${command}'`), `${command} is offered and not registered`);
const used = JSON.stringify([contributes.menus, contributes.walkthroughs, contributes.viewsWelcome]) + source;
for (const [, command] of used.matchAll(/command:(copydesk\.[a-zA-Z]+)/g)) hold(offered.includes(command), `${command} is used and not offered`);
for (const entries of Object.values(contributes.menus)) {
  for (const { command } of entries) hold(offered.includes(command), `a menu has ${command}, which is not offered`);
}

// Files that the manifest names are there.
const named = JSON.stringify(contributes).match(/(?:\.\/)?(?:images|syntaxes|language-configuration|walkthrough)\/[\w./-]+/g);
for (const file of [...named, manifest.icon]) hold(existsSync(new URL(file, here)), `${file} is named and not there`);

// Grammars: every language has one, every pattern compiles.
for (const { id } of contributes.languages) hold(contributes.grammars.some(({ language }) => language === id), `${id} has no grammar`);
for (const { path } of contributes.grammars) {
  const patterns = (node) => Object.entries(node).flatMap(([key, value]) =>
    typeof value === 'object' ? patterns(value) : ['match', 'begin', 'end'].includes(key) ? [value] : []);
  for (const pattern of patterns(JSON.parse(read(path)))) {
    try {
      new RegExp(pattern);
    } catch (error) {
      hold(false, `${path}: ${error.message}`);
    }
  }
}

// Colours: words keep the contrast of 4.5 that reading takes, on the backgrounds of the themes that VS Code comes with.
const grounds = { '[*Light*]': ['#ffffff', '#f8f8f8'], '[*Dark*]': ['#1f1f1f', '#1e1e1e'] };
const light = (colour) => {
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (a, b) => {
  const [dark, bright] = [light(a), light(b)].sort((x, y) => x - y);
  return (bright + 0.05) / (dark + 0.05);
};
for (const [theme, { rules }] of Object.entries(contributes.configurationDefaults['editor.semanticTokenColorCustomizations'])) {
  for (const [token, rule] of Object.entries(rules)) {
    for (const ground of grounds[theme]) {
      const ratio = contrast(rule.foreground ?? rule, ground);
      hold(ratio >= 4.5, `${theme} ${token}: contrast ${ratio.toFixed(1)} on ${ground}`);
    }
  }
}

if (problems.length) {
  console.error(`${fileURLToPath(new URL('package.json', here))}:\n  ${problems.join('\n  ')}`);
  process.exit(1);
}
console.log(`manifest: ${offered.length} commands, ${contributes.grammars.length} grammars, nothing amiss`);
