/** What is said of a fix, with the environments behind what is not said in all of them. */
import type { Fix, Variant } from '../../plan/model/result.ts';
import { variantsIn } from '../../plan/model/variants.ts';
import { groupedBy } from '../../plan/rendered/grouped.ts';
import { shown } from '../words/list.ts';
import { saidOf } from '../words/said.ts';
import { folderName } from '../words/words.ts';

type Section = readonly [title: string, texts: readonly string[]];

/** Fault, fix, doubts and places: a value or a doubt that one environment has does not stand for the others. */
export function saidByRoots(fix: Fix): readonly Section[] {
  const { subject } = fix;
  const placed = (at: string) => (subject.field === '' ? at : `${at} ${subject.field}`);
  const all = variantsIn(fix);
  const texts = (of: (variant: Variant) => string | undefined) => toldApart(all, of);
  return [
    ['Fault', texts(each => saidOf(each).fault)],
    ['Fix', texts(each => saidOf(each).fix)],
    ['Doubt', texts(each => saidOf(each).doubts)],
    ['At', [...texts(({ at }) => placed(at)), ...otherPlaces(fix, all)]],
  ];
}

/** `and 2 more: overlays/production/kustomization.yaml:15, overlays/staging/kustomization.yaml:15` */
function otherPlaces({ subject: { alsoAt = [] } }: Fix, all: readonly Variant[]): string[] {
  const others = alsoAt.filter(at => all.every(variant => variant.at !== at));
  return others.length === 0 ? [] : [`and ${others.length} more: ${shown(others)}`];
}

/** Each text once, `512Mi (dev, staging)` where others have another. */
function toldApart(all: readonly Variant[], of: (variant: Variant) => string | undefined): string[] {
  const said = all.flatMap(variant => {
    const text = of(variant);
    return text === undefined ? [] : [{ text, variant }];
  });
  return [...groupedBy(said, ({ text }) => text)].map(([text, same]) =>
    same.length === all.length ? text : `${text} (${shown(whereOf(same.map(({ variant }) => variant)))})`,
  );
}

function whereOf(variants: readonly Variant[]): string[] {
  return [
    ...new Set(
      variants.flatMap(({ environments, roots }) =>
        environments.length > 0 ? environments : roots.map(folderName),
      ),
    ),
  ];
}
