/** The page of a review: keys and buttons, the item that is looked at, and what the server says of it. */
import { installFilter } from '../../../report/html/client/filter.ts';
import { changeIn } from './change.ts';
import {
  askReason,
  askSetting,
  confirmDrop,
  confirmWrite,
  isAsking,
  read,
  readKeys,
  readMap,
} from './dialogs.ts';
import { listOf } from './list.ts';
import { ask, type Changed, isAbandoned, isNumber, RefusedError, type Setting, tell } from './server.ts';

const byId = (id: string) => document.querySelector<HTMLElement>(`#${id}`)!;
const detail = byId('detail');
const more = byId('more');
const list = listOf(byId('list'));

/** Above the change of an item, and below it. */
interface Detail {
  readonly head: string;
  readonly more: string;
}

/** Of items whose detail is known: they come at once. */
const details = new Map<string, Promise<Detail>>();
const AHEAD = 3;
let hasEnded = false;

function say(text: string): void {
  byId('message').textContent = text;
}

/** What the server refuses is said, what nobody waits for any more is not; anything else is a fault of the page. */
function guarded(act: () => Promise<void>): void {
  act().catch((error: unknown) => {
    if (isAbandoned(error)) return;
    if (!(error instanceof RefusedError)) throw error;
    say(error.message);
  });
}

const change = changeIn(byId('change'), guarded);

function detailOf(key: string): Promise<Detail> {
  const known = details.get(key);
  if (known !== undefined) return known;
  const asked = ask<Detail>('/item', key);
  details.set(key, asked);
  // What failed is asked again.
  asked.catch(() => details.delete(key));
  return asked;
}

function show(row: HTMLElement, isFocused = true): void {
  const key = row.dataset.key!;
  const isHere = () => list.current()?.dataset.key === key;
  list.choose(row);
  const title = document.createElement('h2');
  title.id = 'title';
  title.tabIndex = -1;
  title.textContent = row.querySelector('.what')!.textContent;
  detail.replaceChildren(title);
  more.replaceChildren();
  if (isFocused) title.focus({ preventScroll: true });
  guarded(async () => {
    const known = await detailOf(key);
    if (!isHere()) return;
    // Made by the server, which escapes what it says.
    detail.innerHTML = known.head;
    more.innerHTML = known.more;
    if (isFocused && !isAsking()) byId('title').focus({ preventScroll: true });
  });
  change.show(key, () => {
    const shown = list.shown();
    for (const each of shown.slice(shown.indexOf(row) + 1).slice(0, AHEAD))
      guarded(async () => void (await detailOf(each.dataset.key!)));
  });
}

const form = () => document.querySelector<HTMLFormElement>('#filters')!;
let filter = installFilter(form(), list.all, afterFilter);

/** The one that is looked at may be filtered out. */
function afterFilter(): void {
  const current = list.current();
  const first = list.next() ?? list.shown()[0];
  if ((current === undefined || current.hidden) && first !== undefined) show(first, false);
}

/** Boxes that are checked stay so, as far as they are there. */
function replaceFilters(markup: string): void {
  const search = form().querySelector<HTMLInputElement>('#search')!.value;
  const checked = [...form().querySelectorAll<HTMLInputElement>('input:checked')];
  const kept = new Set(checked.map(({ name, value }) => `${name} ${value}`));
  byId('filtering').innerHTML = markup;
  form().querySelector<HTMLInputElement>('#search')!.value = search;
  for (const box of form().querySelectorAll<HTMLInputElement>('input[type=checkbox]'))
    box.checked = kept.has(`${box.name} ${box.value}`);
  filter = installFilter(form(), list.all, afterFilter);
}

function take(changed: Changed): void {
  const { answers, rows, filters, progress: text } = changed;
  if (changed.message !== '') say(changed.message);
  byId('progress').textContent = text;
  for (const { key, answered, says } of answers) {
    details.delete(key);
    const row = list.row(key);
    if (row === undefined) continue;
    row.dataset.answered = answered;
    row.querySelector('.answer')!.textContent = says;
  }
  if (rows === undefined || filters === undefined) return;
  details.clear();
  list.replace(rows);
  replaceFilters(filters);
  filter();
}

/** Answers of one item, as they look at once: who goes on does not wait for the server. */
const AT_ONCE: Readonly<Record<string, string>> = { y: 'accepted', n: 'rejected', j: 'skipped' };

/** The item that is looked at, answered by a key. */
async function press(key: string): Promise<void> {
  const row = list.current();
  if (row === undefined) return;
  const answered = AT_ONCE[key];
  say(key === 'p' ? 'planning it elsewhere ...' : isNumber(key) ? 'planning with that answer ...' : '');
  const before = row.dataset.answered ?? 'open';
  if (answered !== undefined) {
    row.dataset.answered = answered;
    showNext();
  }
  try {
    const changed = await tell<Changed>('/key', { key: row.dataset.key, press: key });
    take(changed);
    if (answered !== undefined) return;
    const there = 'opu'.includes(key) || isNumber(key) ? list.row(changed.at) : undefined;
    if (there === undefined) showNext();
    else show(there);
  } catch (error) {
    // It is not answered after all, and what is said of it is read beside it.
    const refused = list.row(row.dataset.key!);
    if (refused !== undefined) {
      refused.dataset.answered = before;
      show(refused);
    }
    throw error;
  }
}

function showNext(): void {
  const next = list.next();
  const shown = next ?? list.current();
  if (next === undefined) say('All of it is answered: f proves what is taken, and writes it.');
  if (shown !== undefined) show(shown);
}

function never(): void {
  const key = list.current()?.dataset.key;
  if (key === undefined) return;
  askReason(async reason => {
    const changed = await tell<Changed>('/never', { key, reason });
    if (changed.refused) return changed.message;
    take(changed);
    showNext();
    return undefined;
  });
}

async function state(): Promise<void> {
  const key = list.current()?.dataset.key;
  if (key === undefined) return;
  const { settings, otherwise } = await ask<{
    readonly settings: readonly Setting[];
    readonly otherwise: string;
  }>('/settings', key);
  if (settings.length === 0) return say(otherwise);
  askSetting(settings, async ({ path }, text) => {
    say('planning with what is stated ...');
    const changed = await tell<Changed>('/state', { key, path, text });
    if (changed.refused) return changed.message;
    details.clear();
    take(changed);
    const row = list.row(key) ?? list.row(changed.at) ?? list.next();
    if (row !== undefined) show(row);
    return undefined;
  });
}

async function readPage(path: '/why' | '/trace', title: string): Promise<void> {
  const key = list.current()?.dataset.key;
  if (key === undefined) return;
  const { text } = await ask<{ readonly text: string }>(path, key);
  read(title, text);
}

async function map(): Promise<void> {
  readMap((await ask<{ readonly markup: string }>('/map', '')).markup);
}

interface Proven {
  /** By which it is known what the page has shown. */
  readonly proof: string;
  readonly summary: string;
  readonly markup: string;
}

async function finish(): Promise<void> {
  say('planning and proving what is taken ...');
  const { proof, summary, markup } = await tell<Proven>('/prove', {});
  say('');
  confirmWrite(summary, markup, async () =>
    ended((await tell<{ readonly says: string }>('/write', { proof })).says),
  );
}

async function leave(how: 'save' | 'quit'): Promise<void> {
  ended((await tell<{ readonly says: string }>('/leave', { how })).says);
}

/** The server is gone: what it has said is all there is. */
function ended(says: string): void {
  hasEnded = true;
  const title = document.createElement('h2');
  title.textContent = 'The review has ended';
  const text = document.createElement('pre');
  text.className = 'said';
  text.textContent = says;
  const main = document.createElement('main');
  main.id = 'ended';
  main.append(title, text);
  document.body.replaceChildren(main);
  title.tabIndex = -1;
  title.focus();
}

function step(by: number): void {
  const row = list.step(by);
  if (row !== undefined) show(row);
}

const ACTS: Readonly<Record<string, () => void>> = {
  e: () => guarded(state),
  i: never,
  w: () => guarded(() => readPage('/why', 'Why')),
  t: () => guarded(() => readPage('/trace', 'Trace')),
  k: () => step(-1),
  b: () => step(-1),
  g: () => list.focus(),
  '/': () => byId('search').focus(),
  m: () => guarded(map),
  f: () => guarded(finish),
  s: () => guarded(() => leave('save')),
  q: () => confirmDrop(() => leave('quit')),
  '?': readKeys,
};
for (const key of 'ynadjopu') Object.assign(ACTS, { [key]: () => guarded(() => press(key)) });

function actOf(key: string): (() => void) | undefined {
  return isNumber(key) ? () => guarded(() => press(key)) : ACTS[key];
}

document.addEventListener('keydown', event => {
  const { target, key } = event;
  if (hasEnded || event.ctrlKey || event.metaKey || event.altKey || isAsking()) return;
  if (target instanceof HTMLElement && target.matches('input:not([type=checkbox]), select, textarea')) {
    if (key === 'Escape') byId('title').focus();
    return;
  }
  const isInList = target instanceof HTMLElement && target.closest('#list') !== null;
  if (isInList && (key === 'ArrowDown' || key === 'ArrowUp')) {
    event.preventDefault();
    const row = list.step(key === 'ArrowDown' ? 1 : -1);
    if (row !== undefined) show(row, false);
    return list.focus();
  }
  const act = actOf(key);
  if (act === undefined) return;
  event.preventDefault();
  act();
});

document.addEventListener('click', ({ target }) => {
  if (!(target instanceof Element)) return;
  const row = target.closest<HTMLElement>('#list li');
  if (row !== null) show(row);
  else actOf(target.closest<HTMLElement>('[data-press]')?.dataset.press ?? '')?.();
});

// Where all stands in one column, the filters are folded.
if (matchMedia('(max-width: 1000px)').matches)
  for (const facet of form().querySelectorAll('details')) facet.open = false;

const start = list.row(byId('list').dataset.at ?? '') ?? list.next() ?? list.shown()[0];
if (start !== undefined) show(start, false);
