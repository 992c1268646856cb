/** Shows what the boxes and the words of a form let through: values of one facet are alternatives, facets add up. */

/** @returns shows again, for who has changed what there is */
export function installFilter(
  form: HTMLFormElement,
  items: () => Iterable<HTMLElement>,
  after: () => void,
): () => void {
  const search = form.querySelector<HTMLInputElement>('#search')!;
  const said = form.querySelector<HTMLElement>('#shown')!;
  const show = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const facets = chosen(form);
    let [all, seen] = [0, 0];
    for (const item of items()) {
      const isSeen = facets.every(([name, values]) => hasOne(item, name, values)) && holds(item, words);
      item.hidden = !isSeen;
      all++;
      if (isSeen) seen++;
    }
    said.textContent = seen === all ? `${all} shown` : `${seen} of ${all} shown`;
    after();
  };
  form.addEventListener('input', show);
  form.addEventListener('submit', event => event.preventDefault());
  // The boxes are empty only once the event is over.
  form.addEventListener('reset', () => setTimeout(show));
  form.hidden = false;
  show();
  return show;
}

function chosen(form: HTMLFormElement): [facet: string, values: ReadonlySet<string>][] {
  const facets = new Map<string, Set<string>>();
  for (const box of form.querySelectorAll<HTMLInputElement>('input[type=checkbox]:checked')) {
    const values = facets.get(box.name) ?? new Set();
    facets.set(box.name, values.add(box.value));
  }
  return [...facets];
}

function hasOne(item: HTMLElement, facet: string, values: ReadonlySet<string>): boolean {
  return (item.dataset[facet] ?? '').split('\n').some(value => values.has(value));
}

function holds(item: HTMLElement, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  // Asked once, and not for each letter that is typed.
  const text = (item.dataset.text ??= (item.textContent ?? '').toLowerCase());
  return words.every(word => {
    const [, facet = '', value = ''] = /^(\w+):(.+)$/.exec(word) ?? [];
    const values = item.dataset[facet];
    // `severity:high` names a facet; of any other word the colon is a part.
    if (facet === '' || facet === 'text' || values === undefined) return text.includes(word);
    return values
      .toLowerCase()
      .split('\n')
      .some(each => each.startsWith(value));
  });
}
