/** A review on a terminal: what is typed and drawn, and what is worked out while nobody types. */
import type { Plan } from '../plan/model/result.ts';
import { type Conducting, type Ended, newConduct } from './conduct/conduct.ts';
import type { Planned } from './conduct/planned.ts';
import type { Facts, Knowledge } from './known/facts.ts';
import { screenOf } from './screen/screen.ts';
import type { Told } from './screen/told.ts';
import { answerTo, currentItem, type PageName, type ReviewState, visibleItems } from './state/state.ts';
import { hasChange, type Item } from './stating/items.ts';
import { type Extent, keptPlace, STILL } from './terminal/scrolls.ts';
import type { Terminal } from './terminal/terminal.ts';

export interface Reviewing extends Conducting, Pick<Told, 'mask' | 'colors' | 'filter'> {
  /** False: keys count once Enter is pressed. */
  readonly isSingleKey: boolean;
  readonly open: (onKey: (key: string) => void, onResize: () => void) => Terminal;
}

/** Nobody types for so long before something is worked out: a key in between is answered first. */
const IDLE = 40;
const AHEAD = 2;

/** A page that is read, and what it was made of. */
interface Page {
  readonly of: readonly unknown[];
  readonly lines: readonly string[];
}

/** @param start what `first` has been made of */
export function review(first: ReviewState, start: Planned, reviewing: Reviewing): Promise<Ended> {
  const { mask, colors, filter } = reviewing;
  return new Promise<Ended>((resolve, reject) => {
    let idle: NodeJS.Timeout | undefined;
    let typed = '';
    let page: Page | undefined;
    let extent: Extent = STILL;
    const statable = new WeakMap<Planned, Map<string, boolean>>();

    const pageOf = (name: PageName) => {
      const { state, planned, proven } = conduct;
      const of: readonly unknown[] = [name, currentItem(state)?.key, planned, proven];
      if (page === undefined || page.of.some((each, index) => each !== of[index]))
        page = { of, lines: planned.page(name, state, proven) };
      return page.lines;
    };
    const summaryOf = (proven: Plan | undefined, size: Parameters<Told['proven']>[0]) =>
      proven === undefined ? [] : conduct.planned.summary(proven, conduct.state, size);
    const draw = () => {
      const { state, planned, proven } = conduct;
      const item = currentItem(state);
      const told: Told = {
        facts: item && factsOf(item, planned.knowledge),
        // Until it is looked up the key is offered: it says why where it does nothing.
        isStatable: item === undefined || statable.get(planned)?.get(item.key) !== false,
        page: pageOf,
        proven: size => summaryOf(proven, size),
        mask,
        colors,
        filter,
      };
      const { lines, extent: now } = screenOf(state, told, terminal.size());
      extent = now;
      terminal.draw(typed === '' ? lines : [...lines.slice(0, -1), `${lines.at(-1)}${typed}`]);
    };
    /** Lines are broken elsewhere now: what is read stays where it is. */
    const onResize = () => {
      const before = extent;
      draw();
      const { scroll } = conduct.state;
      const kept = keptPlace(scroll, before, extent);
      if (kept === scroll) return;
      conduct.go({ scroll: kept });
      draw();
    };
    const end = (ended: Ended) => {
      clearTimeout(idle);
      terminal.close();
      resolve(ended);
    };
    /** An error must not leave the terminal as it is here. */
    const guarded = (act: () => void) => {
      try {
        act();
      } catch (error) {
        clearTimeout(idle);
        terminal.close();
        reject(error);
      }
    };
    const wait = () => {
      clearTimeout(idle);
      idle = setTimeout(() => guarded(workOut), IDLE);
    };
    const workOut = () => {
      if (!conduct.weigh()) {
        const { state, planned } = conduct;
        const { knowledge } = planned;
        const current = currentItem(state);
        if (current !== undefined && isPlaceOpen(current, knowledge)) {
          knowledge.learnPlace(current);
        } else {
          const item = next(state, knowledge);
          if (item === undefined) {
            const known = statable.get(planned) ?? new Map<string, boolean>();
            if (current === undefined || known.has(current.key)) return;
            statable.set(planned, known.set(current.key, planned.settings(current).length > 0));
            draw();
            return;
          }
          knowledge.learn(item);
          // What may come next is on no screen yet.
          if (item.key !== current?.key) return wait();
        }
      }
      draw();
      wait();
    };
    const onKey = (key: string) => {
      const ended = conduct.key(key, extent);
      if (ended !== undefined) return end(ended);
      draw();
      wait();
    };
    const onTyped = (key: string) => {
      const isLetter = [...key].length === 1;
      // A line that is typed ends with Enter anyway.
      if (reviewing.isSingleKey || 'text' in conduct.state.view) return onKey(key);
      if (isLetter) {
        typed = key;
        return draw();
      }
      const answer = key === 'enter' && typed !== '' ? typed : key;
      typed = '';
      onKey(answer);
    };
    const conduct = newConduct(first, start, reviewing, draw);
    const terminal = reviewing.open(
      key => guarded(() => onTyped(key)),
      () => guarded(onResize),
    );
    guarded(() => {
      draw();
      wait();
    });
  });
}

function factsOf(item: Item, knowledge: Knowledge): Facts | undefined {
  return hasChange(item) ? knowledge.facts(item) : undefined;
}

/** What it changes is shown, and where else it could stand is not known yet. */
function isPlaceOpen(item: Item, knowledge: Knowledge): boolean {
  const facts = factsOf(item, knowledge);
  return facts !== undefined && facts.canMove === undefined;
}

/** The item on the screen, else one that is likely to come next, of which nothing is known yet. */
function next(state: ReviewState, knowledge: Knowledge) {
  const items = visibleItems(state);
  const current = currentItem(state);
  const index = items.findIndex(({ key }) => key === current?.key);
  const coming = items.slice(index + 1).filter(item => answerTo(state, item) === undefined);
  return [...(current ? [current] : []), ...coming.slice(0, AHEAD)].find(
    item => hasChange(item) && knowledge.facts(item) === undefined,
  );
}
