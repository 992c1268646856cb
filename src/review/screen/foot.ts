/** The last lines of a screen: what was said, and the question or the line that is typed. */
import { cutTo } from '../../report/words/list.ts';
import { wrapped } from '../../report/words/words.ts';
import { keysFor } from '../state/keys.ts';
import { QUERY_FIELDS } from '../state/query.ts';
import { acceptedOf, currentItem, type ReviewState, type View, visibleItems } from '../state/state.ts';
import { isChoice } from '../stating/settings.ts';
import { settingText } from '../stating/stated-words.ts';
import type { Line, Size } from '../terminal/lines.ts';
import type { Told } from './told.ts';

export function footOf(
  state: ReviewState,
  { colors, mask, isStatable }: Pick<Told, 'colors' | 'mask' | 'isStatable'>,
  { columns }: Size,
): readonly Line[] {
  const { view, message } = state;
  const said = wrapped(mask(message), '', columns).map(colors.yellow);
  const asked = 'text' in view ? typedLine(view, columns) : cutTo(question(view, state, isStatable), columns);
  return [...(said.length === 0 ? [''] : said), colors.bold(asked)];
}

type LineView = Extract<View, { readonly text: string }>;

/** What is typed last is always seen: first the advice goes, then the beginning. */
function typedLine(view: LineView, columns: number): Line {
  const [name, advice] = promptOf(view);
  const whole = `${name} (${advice}): ${view.text}`;
  if (whole.length <= columns) return whole;
  const short = `${name}: ${view.text}`;
  return short.length <= columns ? short : `...${view.text.slice(-Math.max(columns - DOTS, 1))}`;
}

const DOTS = '...'.length;

function promptOf(view: LineView): readonly [name: string, advice: string] {
  switch (view.name) {
    case 'search':
      return ['search', QUERY_FIELDS];
    case 'reason':
      return ['never again, because', 'empty: back'];
    case 'answer':
      return typeof view.setting.kind === 'object'
        ? [settingText(view.setting), 'name and tier; empty: back']
        : [view.setting.path.at(-1)!, 'empty: back'];
  }
}

function question(view: Exclude<View, LineView>, state: ReviewState, isStatable: boolean): string {
  switch (view.name) {
    case 'list':
      return `${view.cursor + 1} of ${visibleItems(state).length}; up, down, Enter: there; any other key: back`;
    case 'page':
      // As in a pager; of the help, b has another meaning.
      return `arrows, blank, ${view.page === 'help' ? '' : 'b, '}Home and End move; any other key: back`;
    case 'settings':
      return `${view.settings.some(isChoice) ? 'a number, or up, down and Enter: take' : 'up, down, Enter: state'} it; any other key: back`;
    default: {
      const end =
        state.scope === 'questions' ? 'write it' : acceptedOf(state).size > 0 ? 'prove it' : 'show it';
      const asked = { item: 'take it', end, proven: 'write it' }[view.name];
      const item = view.name === 'item' ? currentItem(state) : undefined;
      const what = item?.isReport ? 'go on' : item?.question === undefined ? asked : 'answer it';
      return `${what}? [${keysFor(state, isStatable)}] `;
    }
  }
}
