/** What the page asks, and what becomes of the review by it: the same keys as on a terminal, about the item that it names. */

import { createHash } from 'node:crypto';
import type { Plan } from '../../plan/model/result.ts';
import { shownPatches } from '../../report/diff/diff.ts';
import { renderedChanges } from '../../report/effects/effects.ts';
import { finding } from '../../report/formats/json.ts';
import type { Kustomized } from '../../report/graph/kustomizations.ts';
import { changeMarkup } from '../../report/html/change-markup.ts';
import { graphMarkup } from '../../report/html/graph-markup.ts';
import { masked } from '../../report/html/masked.ts';
import type { Secrets } from '../../report/secrets/secrets.ts';
import { flow } from '../../report/words/flow.ts';
import { oneLine } from '../../report/words/words.ts';
import type { Conduct, Ended } from '../conduct/conduct.ts';
import { refusalOf } from '../state/keys.ts';
import { type ReviewState, type View, visibleItems } from '../state/state.ts';
import type { Item } from '../stating/items.ts';
import { isChoice, type Setting } from '../stating/settings.ts';
import { settingText } from '../stating/stated-words.ts';
import { detailMarkup, factsMarkup, placeMarkup, renderedIn, sourcesOf } from './detail-markup.ts';
import { ANSWERS, type Answered, answeredOf, nameOf, rowsMarkup } from './list-markup.ts';
import { pageMarkup, progressText, reviewFilters } from './page-markup.ts';
import { REVIEW_SCRIPT } from './review-script.ts';
import { type Answer, plain, type Route } from './serve.ts';
import { REVIEW_STYLE } from './style.ts';

export interface Routing {
  readonly conduct: Conduct;
  readonly secrets: Secrets;
  /** Who uses what. */
  readonly kustomizations: () => readonly Kustomized[];
  /** Ends the review once the page has its answer. @returns what has become of it, in words */
  readonly end: (ended: Ended) => string;
}

/** Keys that answer, and say nothing more. */
const PRESSED = /^(?:[ynadjopu]|[1-9]\d?)$/;
/** Of the summary: a page has room. */
const SIZE = { columns: 100, rows: 200 };

export function routesOf(routing: Routing): ReadonlyMap<string, Route> {
  const { conduct, secrets } = routing;
  const { mask } = secrets;
  // What takes long is known before anybody waits for it.
  rowsMarkup(conduct.state, mask);
  const get = (answer: (query: URLSearchParams) => Answer): Route => ({ method: 'GET', answer });
  const post = (answer: (body: unknown) => Answer): Route => ({
    method: 'POST',
    answer: (_, body) => answer(body),
  });
  const ofItem = (answer: (item: Item) => Answer): Route =>
    get(query => {
      const item = itemOf(routing, query.get('key'));
      return item === undefined ? plain(404, 'this is not asked about any more') : answer(item);
    });
  return new Map<string, Route>([
    ['/', get(() => ({ status: 200, type: 'text/html', body: pageMarkup(conduct.state, mask).markup }))],
    ['/script.js', get(() => ({ status: 200, type: 'text/javascript', body: REVIEW_SCRIPT }))],
    ['/style.css', get(() => ({ status: 200, type: 'text/css', body: REVIEW_STYLE }))],
    [
      '/item',
      ofItem(item => {
        const { head, more } = detailMarkup(conduct.state, item, mask);
        return json({ head: head.markup, more: more.markup });
      }),
    ],
    [
      '/change',
      patient(
        ofItem(item => {
          const { knowledge, roots } = conduct.planned;
          return json({ markup: factsMarkup(item, { knowledge, roots }, mask).markup });
        }),
      ),
    ],
    [
      '/place',
      patient(
        ofItem(item => {
          const { knowledge } = conduct.planned;
          return json({
            markup: placeMarkup(item, { knowledge, raised: conduct.state.raised }, mask).markup,
          });
        }),
      ),
    ],
    ['/why', ofItem(item => json({ text: pageOf(conduct, item, 'why') }))],
    ['/trace', ofItem(item => json({ text: pageOf(conduct, item, 'trace') }))],
    ['/settings', ofItem(item => json(settingsOf(conduct, item, mask)))],
    [
      '/map',
      get(() => {
        const findings = masked(conduct.state.fixes.map(finding), mask);
        const kustomizations = masked(routing.kustomizations(), mask);
        return json({ markup: graphMarkup({ kustomizations, findings }).markup });
      }),
    ],
    ['/key', post(body => pressed(routing, body))],
    ['/never', post(body => exempted(routing, body))],
    ['/state', post(body => stated(routing, body))],
    ['/prove', post(() => proven(routing))],
    ['/write', post(body => written(routing, body))],
    ['/leave', post(body => left(routing, body))],
  ]);
}

function patient(route: Route): Route {
  return { ...route, isPatient: true };
}

function json(data: unknown): Answer {
  return { status: 200, type: 'application/json', body: JSON.stringify(data) };
}

const UNKNOWN = plain(400, 'the page does not ask so');

function textOf(body: unknown, name: string): string | undefined {
  const value: unknown =
    typeof body === 'object' && body !== null && Object.hasOwn(body, name)
      ? (body as Readonly<Record<string, unknown>>)[name]
      : undefined;
  return typeof value === 'string' ? value : undefined;
}

function itemOf({ conduct: { state }, secrets }: Routing, name: string | null | undefined): Item | undefined {
  return visibleItems(state).find(item => nameOf(item.key, secrets.mask) === name);
}

function pageOf({ planned, state }: Conduct, item: Item, page: 'why' | 'trace'): string {
  return planned.page(page, { ...state, at: item.key, view: { name: 'item' } }, undefined).join('\n');
}

function settingsOf({ planned }: Conduct, item: Item, mask: Secrets['mask']): object {
  // Answers that are ready have buttons of their own.
  const typed = planned.settings(item).filter(each => !isChoice(each));
  const settings = typed.map(setting => ({
    path: pathName(setting, mask),
    name: mask(oneLine(settingText(setting))),
    says: mask(oneLine(setting.says)),
    now: setting.now === undefined ? '' : mask(oneLine(flow(setting.now))),
  }));
  return { settings, otherwise: mask(oneLine(whyNothing(item))) };
}

function whyNothing({ question }: Item): string {
  if (question !== undefined && question.choices.length > 0) return 'take one of its answers, by its number';
  return `nothing in the configuration decides this: ${question?.answer ?? 'it stands in the manifests'}`;
}

/** What the page calls a setting: names of images and folders are parts of its path, and may hold a secret. */
function pathName({ path }: Setting, mask: Secrets['mask']): string {
  return nameOf(JSON.stringify(path), mask);
}

/** Presses keys about an item, and says what is otherwise. */
function changedBy(
  { conduct, secrets: { mask } }: Routing,
  { key, view, keys }: { readonly key: string; readonly view: View; readonly keys: readonly string[] },
): Answer {
  const { planned } = conduct;
  const before = answersIn(conduct.state, mask);
  conduct.go({ at: key, view, query: '', scroll: 0 });
  for (const each of keys) conduct.key(each);
  const said = conduct.state.message;
  const isMore = conduct.weigh() && conduct.state.message !== said;
  const { state } = conduct;
  const after = answersIn(state, mask);
  const isSame =
    planned === conduct.planned &&
    before.size === after.size &&
    [...after.keys()].every(each => before.has(each));
  const answers = [...after]
    .filter(([each, answer]) => before.get(each) !== answer)
    .map(([each, answer]) => ({ key: each, answered: answer, says: ANSWERS[answer] }));
  return json({
    message: mask([said, ...(isMore ? [state.message] : [])].filter(each => each !== '').join('; ')),
    progress: progressText(state),
    at: nameOf(state.at, mask),
    answers,
    // What was typed is no answer: the line stays, to be mended.
    refused: view.name !== 'item' && state.view.name === view.name,
    // Something joins, goes, or stands elsewhere: the list is another.
    ...(isSame ? {} : { rows: rowsMarkup(state, mask).markup, filters: reviewFilters(state, mask).markup }),
  });
}

function answersIn(state: ReviewState, mask: Secrets['mask']): ReadonlyMap<string, Answered> {
  return new Map(visibleItems(state).map(item => [nameOf(item.key, mask), answeredOf(state, item)]));
}

function pressed(routing: Routing, body: unknown): Answer {
  const [key, press] = [textOf(body, 'key'), textOf(body, 'press')];
  const item = itemOf(routing, key);
  if (press === undefined || !PRESSED.test(press)) return UNKNOWN;
  if (item === undefined) return plain(404, 'this is not asked about any more');
  const refused = refusalOf(item, press);
  if (refused !== undefined) return plain(409, refused);
  return changedBy(routing, { key: item.key, view: { name: 'item' }, keys: [press] });
}

function exempted(routing: Routing, body: unknown): Answer {
  const [key, reason] = [textOf(body, 'key'), textOf(body, 'reason')];
  const item = itemOf(routing, key);
  if (item === undefined || reason === undefined || reason.trim() === '') return UNKNOWN;
  return changedBy(routing, { key: item.key, view: { name: 'reason', text: reason }, keys: ['enter'] });
}

function stated(routing: Routing, body: unknown): Answer {
  const [key, path, text] = [textOf(body, 'key'), textOf(body, 'path'), textOf(body, 'text')];
  const { conduct, secrets } = routing;
  const item = itemOf(routing, key);
  if (item === undefined || text === undefined || text.trim() === '') return UNKNOWN;
  const setting = conduct.planned.settings(item).find(each => pathName(each, secrets.mask) === path);
  if (setting === undefined) return UNKNOWN;
  return changedBy(routing, { key: item.key, view: { name: 'answer', setting, text }, keys: ['enter'] });
}

function proven({ conduct, secrets }: Routing): Answer {
  conduct.go({ view: { name: 'end' }, scroll: 0 });
  conduct.key('y');
  const { state, planned, proven: plan } = conduct;
  if (state.view.name !== 'proven' || plan === undefined) return plain(409, secrets.mask(state.message));
  const sources = sourcesOf(shownPatches(plan, secrets), secrets.mask);
  const changes = renderedIn(renderedChanges(plan, secrets.mask), plan.roots);
  // The last lines are about keys of a terminal.
  const summary = planned.summary(plan, state, SIZE).slice(0, -2);
  return json({
    proof: nameOfProof(plan),
    summary: secrets.mask(summary.join('\n')),
    markup: changeMarkup(sources, changes).markup,
  });
}

/** Of what would be written: a page in another tab may have proven something else since. */
function nameOfProof({ changes }: Plan): string {
  const texts = changes.map(({ path, after }) => [path, after]);
  return createHash('sha256').update(JSON.stringify(texts)).digest('hex');
}

/** Only what has just been proven: an answer in between has left that screen. */
function written({ conduct, end, secrets }: Routing, body: unknown): Answer {
  const { state, proven: plan } = conduct;
  const isShown = plan !== undefined && textOf(body, 'proof') === nameOfProof(plan);
  if (state.view.name !== 'proven' || !isShown) return plain(409, 'something is otherwise: prove it again');
  const ended = conduct.key('y');
  return ended === undefined ? plain(409, secrets.mask(conduct.state.message)) : json({ says: end(ended) });
}

function left({ conduct, end }: Routing, body: unknown): Answer {
  const how = textOf(body, 'how');
  if (how !== 'save' && how !== 'quit') return UNKNOWN;
  return json({ says: end({ how, state: conduct.state }) });
}
