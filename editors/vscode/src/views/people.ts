// The view "People": who is quoted, with what they say; other versions of the same words below each.

import * as vscode from 'vscode';
import { Quotation, QuoteSheet, Sheets, counted } from '../protocol';
import { Server } from '../server';
import { Contents, Node, Tree, perCorpus } from './tree';

const LIMIT = 500;
const WIDEST = 90; // characters of a quotation on one row

export function peopleView(server: Server): Tree {
  return new Tree('copydesk.people', server, async () => {
    const answer = await server.ask<Sheets<QuoteSheet>>('copydesk/quotes', { limit: LIMIT });
    return answer && contents(answer.corpora);
  });
}

function contents(sheets: QuoteSheet[]): Contents {
  const people = sheets.reduce((sum, sheet) => sum + sheet.total, 0);
  const nodes = perCorpus(sheets, (sheet, prefix) => {
    const voices = sheet.people.map((voice) => group(`${prefix}@${voice.name}`, voice.name, 'person', voice.quotations));
    return sheet.nobody.length ? [...voices, group(`${prefix}@`, 'Nobody named', 'question', sheet.nobody)] : voices;
  });
  return {
    nodes,
    message: sheets.some((sheet) => sheet.people.length < sheet.total)
      ? `The ${LIMIT} most quoted of ${people.toLocaleString('en')}; the quote sheet has them all.`
      : sheets.length && !nodes.length
        ? 'Nobody is quoted.'
        : undefined,
  };
}

function group(id: string, label: string, icon: string, quotations: Quotation[]): Node {
  const differing = quotations.filter((quotation) => quotation.differs).length;
  return {
    id,
    label,
    description: counted(quotations.length, 'quotation') + (differing ? `, ${differing} in other words elsewhere` : ''),
    icon: new vscode.ThemeIcon(icon),
    children: quotations.map((quotation, i) => row(`${id}#${i}`, quotation)),
  };
}

function row(id: string, quotation: Quotation): Node {
  return {
    id,
    label: short(quotation.text),
    description: `${quotation.path}:${quotation.range.start.line + 1}`,
    tooltip: `“${quotation.text}”`,
    icon: quotation.differs
      ? new vscode.ThemeIcon('diff', new vscode.ThemeColor('list.warningForeground'))
      : new vscode.ThemeIcon('quote'),
    place: quotation,
    children: quotation.variants.length
      ? quotation.variants.map((variant, i) => ({
          id: `${id}/${i}`,
          label: short(variant.text),
          description: `${variant.relation} · ${variant.path}:${variant.range.start.line + 1}`,
          tooltip: `“${variant.text}”`,
          icon: new vscode.ThemeIcon(variant.relation === 'same' ? 'pass' : 'diff'),
          place: variant,
        }))
      : undefined,
  };
}

function short(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > WIDEST ? `${line.slice(0, WIDEST).trimEnd()}…` : line;
}
