/** The list of what is asked about: which item is looked at, and which comes next. */

export interface List {
  /** Those that the filters let through, in order. */
  shown(): readonly HTMLElement[];
  all(): readonly HTMLElement[];
  current(): HTMLElement | undefined;
  row(key: string): HTMLElement | undefined;
  choose(row: HTMLElement): void;
  /** The next that is open, behind the one that is looked at or from the start; undefined where all are answered. */
  next(): HTMLElement | undefined;
  /** So many further, answered or not. */
  step(by: number): HTMLElement | undefined;
  replace(rows: string): void;
  focus(): void;
}

export function listOf(list: HTMLElement): List {
  let rows: HTMLElement[] = [];
  let byKey = new Map<string, HTMLElement>();
  let at: string | undefined;
  const read = () => {
    rows = [...list.querySelectorAll<HTMLElement>('li')];
    byKey = new Map(rows.map(row => [row.dataset.key!, row]));
  };
  const shown = () => rows.filter(({ hidden }) => !hidden);
  const current = () => (at === undefined ? undefined : byKey.get(at));
  const mark = (row: HTMLElement | undefined, isCurrent: boolean) => {
    const button = row?.querySelector('button');
    button?.setAttribute('tabindex', isCurrent ? '0' : '-1');
    button?.setAttribute('aria-current', String(isCurrent));
  };
  read();
  return {
    shown,
    all: () => rows,
    current,
    row: key => byKey.get(key),
    choose(row) {
      mark(current(), false);
      at = row.dataset.key;
      mark(row, true);
      row.scrollIntoView({ block: 'nearest' });
    },
    next() {
      const seen = shown();
      const index = seen.indexOf(current()!);
      const isOpen = ({ dataset }: HTMLElement) => dataset.answered === 'open';
      return [...seen.slice(index + 1), ...seen.slice(0, index + 1)].find(isOpen);
    },
    step(by) {
      const seen = shown();
      return seen[Math.min(Math.max(seen.indexOf(current()!) + by, 0), seen.length - 1)];
    },
    replace(markup) {
      // Made by the server, which escapes what it says.
      list.innerHTML = markup;
      read();
    },
    focus() {
      current()?.querySelector('button')?.focus();
    },
  };
}
