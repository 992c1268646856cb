/** How files write short lists and maps: what is new in them, or beside them, is written alike. */
import { type Files, folderOf } from '../../../kustomize/files/files.ts';
import { type FormCounts, type Forms, formsIn, isOfList, mostUsual } from '../../../yaml/edit/forms.ts';
import { groupedBy } from '../../rendered/grouped.ts';

/**
 * For a file that is there or is to be there: its own forms, else those of lists in the files beside it. A map in braces is at
 * home in the file that has such maps.
 */
export type FormsFor = (file: string) => Forms;

/** So many files show what is usual in a folder. */
const SAMPLE = 50;
/** Bundles of somebody's definitions say nothing of taste. */
const LARGE = 200_000;

/** @param paths of all files */
export function formsFor(files: Files, paths: readonly string[]): FormsFor {
  const byFolder = groupedBy(
    paths.filter(path => /\.ya?ml$/.test(path)),
    folderOf,
  );
  const known = new Map<string, FormCounts>();
  const countsOf = (file: string): FormCounts => {
    let counts = known.get(file);
    if (!counts) {
      const text = files.read(file) ?? '';
      known.set(file, (counts = formsIn(text.length > LARGE ? '' : text)));
    }
    return counts;
  };
  const usual = new Map<string, Forms>();
  const inFolder = (folder: string): Forms => {
    let forms = usual.get(folder);
    if (!forms) {
      const sample = (byFolder.get(folder) ?? []).slice(0, SAMPLE);
      const common = [...mostUsual(together(sample.map(countsOf)))];
      usual.set(folder, (forms = new Map(common.filter(([id]) => isOfList(id)))));
    }
    return forms;
  };
  return file => new Map([...inFolder(folderOf(file)), ...mostUsual(countsOf(file))]);
}

function together(all: readonly FormCounts[]): FormCounts {
  const groups = groupedBy(
    all.flatMap(counts => [...counts].flatMap(([id, seen]) => seen.map(each => ({ id, ...each })))),
    each => `${each.id} ${each.form.flow} ${each.form.quote}`,
  );
  const sums: FormCounts = new Map();
  for (const group of groups.values()) {
    const [{ id, form }] = group;
    const times = group.reduce((sum, each) => sum + each.times, 0);
    sums.set(id, [...(sums.get(id) ?? []), { form, times }]);
  }
  return sums;
}
