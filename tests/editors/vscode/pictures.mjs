// pictures.mjs BASE-URL CORPUS SHOTS: the pictures of README and docs.

import { open } from './window.mjs';

const [, , base, folder, shots] = process.argv;
const vs = await open({ base, folder, file: 'alder-herald.txt', shots, width: 1180, height: 640 });

// Findings of other articles arrive after those of the open one; the counts in the side bar show that they have.
await vs.page.waitForSelector('.squiggly-warning', { timeout: 60000 });
await vs.page.waitForTimeout(4000);
// On an empty line the cursor highlights no word.
await vs.click('Port Alder counts');
await vs.press('Control+Home');
await vs.press('ArrowDown');
await vs.hover('12,000');
await vs.page.waitForTimeout(500);
await vs.shot(`${shots}/vscode.png`);
await vs.calm();

await vs.problems();
await vs.shot(`${shots}/vscode-problems.png`);
await vs.close();
console.log('ok   pictures');
