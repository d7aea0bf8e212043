// example.mjs: puts the example corpus into the extension, for "Open the Example Corpus".
import { cpSync, rmSync } from 'node:fs';

const here = new URL('..', import.meta.url);
rmSync(new URL('example', here), { recursive: true, force: true });
cpSync(new URL('../../examples/harbour-flood', here), new URL('example', here), { recursive: true });
