/** Globs over repository paths, as the configuration writes them. */
import { memoizedText } from '../text/memo.ts';

/**
 * Whether a glob names a path: the path itself, or a folder above it.
 *
 * `*` and `?` stay within a folder, `**` crosses folders, `{a,b}` is a choice. A leading `./` and a trailing `/` are
 * ignored. `.` is the repository itself, and so names everything.
 */
export function matchesGlob(glob: string, path: string): boolean {
  const pattern = normalise(glob);
  return pattern === '' || matches(automatonOf(pattern), normalise(path));
}

function normalise(path: string): string {
  return path
    .split('/')
    .filter(part => part !== '.' && part !== '')
    .join('/');
}

/**
 * Where a match may be. All places are followed at once: a regular expression tries them one behind the other, and takes
 * for ever where a glob has many `**`.
 */
interface State {
  /** The character that leads on, `?` for any but a slash. */
  on: { readonly character: string; readonly to: number } | undefined;
  /** What may be passed over here. */
  loop: 'folder' | 'any' | undefined;
  readonly also: number[];
}

type Automaton = readonly State[];

const MOST_GLOBS = 1000;
const TOKENS = /\*\*\/|\*\*|\*|\?|\{[^{}]*\}|[^*?{]|\{/g;
const ONE = '?';

const automatonOf = memoizedText(MOST_GLOBS, (glob): Automaton => {
  const states: State[] = [];
  const last = addGlob(states, glob, newState(states));
  // The end stands last; a folder names what lies in it.
  const inside = newState(states, 'any');
  const end = newState(states);
  states[last]!.on = { character: '/', to: inside };
  for (const from of [last, inside]) states[from]!.also.push(end);
  return states;
});

function newState(states: State[], loop?: State['loop']): number {
  return states.push({ on: undefined, loop, also: [] }) - 1;
}

/** @returns the state behind it, which leads nowhere yet */
function addGlob(states: State[], glob: string, start: number): number {
  let at = start;
  for (const [token] of glob.matchAll(TOKENS)) at = addToken(states, token, at);
  return at;
}

function addToken(states: State[], token: string, from: number): number {
  if (token === '**/') {
    const folders = newState(states, 'any');
    const to = newState(states);
    states[folders]!.on = { character: '/', to };
    states[from]!.also.push(folders, to);
    return to;
  }
  if (token === '**' || token === '*') {
    const passing = newState(states, token === '*' ? 'folder' : 'any');
    const to = newState(states);
    states[from]!.also.push(passing);
    states[passing]!.also.push(to);
    return to;
  }
  if (token.length > 1 && token.startsWith('{')) {
    const ends = token
      .slice(1, -1)
      .split(',')
      .map(choice => {
        const first = newState(states);
        states[from]!.also.push(first);
        return addGlob(states, choice, first);
      });
    const to = newState(states);
    for (const end of ends) states[end]!.also.push(to);
    return to;
  }
  const to = newState(states);
  states[from]!.on = { character: token, to };
  return to;
}

function matches(automaton: Automaton, path: string): boolean {
  let now = new Set<number>();
  enter(automaton, 0, now);
  for (let index = 0; index < path.length && now.size > 0; index++) {
    const character = path[index]!;
    const next = new Set<number>();
    for (const each of now) {
      const { on, loop } = automaton[each]!;
      if (loop === 'any' || (loop === 'folder' && character !== '/')) enter(automaton, each, next);
      if (on !== undefined && (on.character === character || (on.character === ONE && character !== '/')))
        enter(automaton, on.to, next);
    }
    now = next;
  }
  return now.has(automaton.length - 1);
}

function enter(automaton: Automaton, state: number, into: Set<number>): void {
  const open = [state];
  for (let each = open.pop(); each !== undefined; each = open.pop()) {
    if (into.has(each)) continue;
    into.add(each);
    open.push(...automaton[each]!.also);
  }
}
