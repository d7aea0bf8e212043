// A VS Code window in headless Chromium: where a word is on the screen, what the hover says, …

const { chromium } = await import(process.env.PLAYWRIGHT);

const squeeze = (text) => text.replace(/[\s\u00a0]+/g, ' ').trim();

/** Opens `folder` with `file` shown. */
export async function open({ base, folder, file, shots, width = 1400, height = 900 }) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'],
  });
  const page = await (await browser.newContext({ viewport: { width, height } })).newPage();
  const payload = JSON.stringify([['openFile', `vscode-remote://${new URL(base).host}${folder}/${file}`]]);
  await page.goto(`${base}/?folder=${encodeURI(folder)}&payload=${encodeURIComponent(payload)}`, { waitUntil: 'domcontentloaded' });
  await page.waitForSelector('.monaco-workbench .part.statusbar', { timeout: 90000 });
  await page.waitForSelector('.editor-instance .view-line', { timeout: 90000 });
  return new Window(browser, page, shots);
}

export class Window {
  failures = 0;

  constructor(browser, page, shots) {
    this.shots = shots;
    this.browser = browser;
    this.page = page;
  }

  check(name, good, detail = '') {
    console.log(good ? `ok   ${name}` : `FAIL ${name}: ${squeeze(String(detail)).slice(0, 600)}`);
    if (!good) this.failures++;
  }

  /** A step that throws is a failure, not the end; afterwards hovers, peeks and menus are closed. */
  async step(name, run) {
    try {
      await run();
    } catch (error) {
      this.check(name, false, error.message);
      await this.shot(`${this.shots}/failed-${name.replaceAll(' ', '-')}.png`);
    }
    await this.calm();
  }

  async calm() {
    await this.page.mouse.move(5, this.page.viewportSize().height - 5);
    for (let i = 0; i < 3; i++) await this.page.keyboard.press('Escape');
    await this.page.waitForTimeout(300);
  }

  /** The first truthy value of `get`, within 15 seconds. */
  async until(get, what, milliseconds = 15000) {
    const end = Date.now() + milliseconds;
    for (;;) {
      const value = await get();
      if (value) return value;
      if (Date.now() > end) throw new Error(`nothing came of: ${what}`);
      await this.page.waitForTimeout(50);
    }
  }

  async texts(selector) {
    return (await this.page.locator(selector).allInnerTexts()).map(squeeze).filter(Boolean);
  }

  press(keys) {
    return this.page.keyboard.press(keys);
  }

  /** The pixel in the middle of the nth `word` among the lines on the screen. */
  async place(word, nth = 0) {
    const place = await this.page.evaluate(([word, nth]) => {
      const root = document.querySelector('.editor-group-container.active .view-lines');
      const lines = [...root.querySelectorAll('.view-line')].sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top);
      for (const line of lines) {
        const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
        const nodes = [];
        let text = '';
        while (walker.nextNode()) {
          nodes.push([text.length, walker.currentNode]);
          text += walker.currentNode.data;
        }
        text = text.replace(/\u00a0/g, ' ');
        for (let i = text.indexOf(word); i >= 0; i = text.indexOf(word, i + 1)) {
          if (nth-- > 0) continue;
          const middle = i + Math.floor(word.length / 2);
          const [start, node] = nodes.findLast(([start]) => start <= middle);
          const range = document.createRange();
          range.setStart(node, middle - start);
          range.setEnd(node, Math.min(middle - start + 1, node.data.length));
          const box = range.getBoundingClientRect();
          return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
        }
      }
      return null;
    }, [word, nth]);
    if (!place) throw new Error(`"${word}" is not on the screen`);
    return place;
  }

  async click(word, nth) {
    const { x, y } = await this.place(word, nth);
    await this.page.mouse.click(x, y);
    await this.page.waitForTimeout(150);
  }

  /** The text of the hover card over `word`. */
  async hover(word, nth) {
    const { x, y } = await this.place(word, nth);
    await this.page.mouse.move(x - 4, y - 1);
    await this.page.mouse.move(x, y, { steps: 5 });
    const card = '.monaco-hover:not(.hidden) .hover-contents';
    await this.until(async () => (await this.texts(card)).some((text) => !/^Loading/.test(text)), `hover over ${word}`);
    await this.page.waitForTimeout(400);
    return (await this.texts(card)).join(' | ');
  }

  async cursor() {
    const [text = ''] = await this.texts('.statusbar [id="status.editor.selection"]');
    const place = text.match(/Ln (\d+), Col (\d+)/);
    return place ? [Number(place[1]), Number(place[2])] : [0, 0];
  }

  /** The name of the file in front. */
  tab() {
    return this.page.locator('.editor-group-container.active .tab.active').first().getAttribute('data-resource-name');
  }

  /** The text of copydesk's own item in the status bar. */
  async status() {
    return squeeze((await this.page.locator('.statusbar-item[id$="copydesk.status"]').first().textContent()) ?? '');
  }

  /** Opens a list with `keys`, types `typed`, and takes its first row once that begins with `words`. */
  async pick(keys, typed, words) {
    const input = this.page.locator('.quick-input-widget input[type=text]').first();
    for (let attempt = 1; ; attempt++) {
      try {
        await this.press(keys);
        await input.waitFor({ state: 'visible', timeout: 8000 });
        await input.fill(typed);
        await this.until(async () => (await this.texts('.quick-input-list .monaco-list-row[data-index="0"]'))[0]?.startsWith(words), `${words} in the list`);
        await this.page.waitForTimeout(150);
        await input.press('Enter', { timeout: 5000 });
        return;
      } catch (error) {
        if (attempt === 3) throw error;
        // The keys went into a page of an extension: away with the focus.
        await this.press('Escape');
        await this.page.locator('.part.statusbar').click({ position: { x: 600, y: 8 } });
      }
    }
  }

  async palette(command) {
    await this.pick('F1', `>${command}`, command);
    await this.page.waitForTimeout(300);
  }

  /** The rows of the menu of code actions, one of which is like `pattern`. */
  async actions(pattern) {
    for (let attempt = 0; attempt < 4; attempt++) {
      await this.press('Control+.');
      for (let i = 0; i < 60; i++) {
        const rows = await this.texts('.action-widget .monaco-list-row');
        if (rows.some((row) => pattern.test(row))) return rows;
        if (await this.page.locator('.monaco-editor-overlaymessage').count()) break;
        await this.page.waitForTimeout(50);
      }
      console.log(`note  no code action at once, asked again: ${await this.texts('.monaco-editor-overlaymessage')}`);
      await this.press('Escape');
      await this.page.waitForTimeout(300);
    }
    throw new Error(`no code action ${pattern}`);
  }

  async openFile(name) {
    await this.pick('Control+p', name, name);
    await this.until(async () => (await this.tab()) === name, `${name} in front`);
  }

  /** The rows of the Problems view. */
  async problems() {
    if (!(await this.page.locator('.markers-panel').isVisible().catch(() => false))) await this.press('Control+Shift+M');
    await this.page.waitForSelector('.markers-panel .monaco-list-row', { timeout: 15000 });
    await this.page.waitForTimeout(300);
    return this.texts('.markers-panel .monaco-list-row');
  }

  /** The lines of text on the screen, hints and lenses left out. */
  lines() {
    return this.page.evaluate(() => [...document.querySelectorAll('.editor-group-container.active .view-line')].map((line) => line.textContent.replace(/\u00a0/g, ' ')));
  }

  /** How many colours the words on the screen have. */
  colours() {
    return this.page.evaluate(() =>
      new Set([...document.querySelectorAll('.editor-group-container.active .view-line span span')].map((e) => getComputedStyle(e).color)).size);
  }

  /** Puts the cursor on a line and column, both from 1; asks again where an editor that is still opening took the keys. */
  async goTo(line, column, again = 2) {
    await this.press('Control+g');
    await this.page.waitForSelector('.quick-input-widget input', { state: 'visible' });
    await this.press('Control+a');
    await this.page.keyboard.type(`:${line}:${column}`);
    await this.press('Enter');
    const isThere = async () => (await this.cursor()).join() === `${line},${column}`;
    const arrived = this.until(isThere, `line ${line}, column ${column}`, 5000);
    await (again ? arrived.catch(() => this.calm().then(() => this.goTo(line, column, again - 1))) : arrived);
  }

  /** The inside of a page of the extension's (a webview) that has such text. */
  page_of(pattern, element = 'main') {
    return this.until(async () => {
      for (const frame of this.page.frames()) {
        const inside = frame.locator(element).first();
        const text = await inside.innerText({ timeout: 300 }).catch(() => '');
        if (frame !== this.page.mainFrame() && pattern.test(text) && (await inside.isVisible().catch(() => false))) return frame;
      }
    }, `a page with ${pattern}`);
  }

  squiggles() {
    return this.page.locator('[class*="squiggly-"]').count();
  }

  async shot(path) {
    await this.page.screenshot({ path });
  }

  async close() {
    await this.browser.close();
  }
}
