/** The page that says of the review of the example platform, remediation by remediation, what becomes of each finding. */
import type { Transform } from '../src/transform.ts';
import { type Defect, defectName, defectsBySection } from './planted.ts';

const ENVIRONMENTS = ['dev', 'staging', 'production'] as const;

const WORDS: Readonly<Record<Defect['outcome'], string>> = {
  fixed: 'fixed',
  unsafe: 'with a look',
  person: 'asked or reported',
};

/**
 * @param text of `examples/cptm8/defects.yaml`, which a test holds to what a run does
 * @param disputed why a defect becomes something else than the list says, by its name
 */
export function wholeReview(
  text: string,
  disputed: Readonly<Record<string, string>>,
  transforms: readonly Pick<Transform, 'id' | 'title'>[],
): string {
  const sections = [...defectsBySection(text)];
  const all = sections.flatMap(([, defects]) => defects);
  return `---
title: The whole review
---

# The whole review, finding by finding

\`examples/cptm8\` is a platform before its review: ${all.length} faults are planted in its bases, overlays, documents and
scripts. Here is what one run makes of each, by remediation and environment; a test holds the list
(\`defects.yaml\` there) to it.

- **fixed**: a default run writes it.
- **with a look**: \`--unsafe\` or a yes in the review writes it; the doubt is said.
- **asked or reported**: only a person can decide, and the question names the lines that answer it.
- A number in brackets stands for faults that are left as they are for a reason, which is below the table.

${sections.map(([title, defects]) => sectionOf(title, defects, disputed, transforms)).join('\n')}`;
}

function sectionOf(
  title: string,
  defects: readonly Defect[],
  disputed: Readonly<Record<string, string>>,
  transforms: readonly Pick<Transform, 'id' | 'title'>[],
): string {
  const ids = [...new Set(defects.map(({ id }) => id))];
  const reasons = [...new Set(defects.flatMap(each => disputed[defectName(each)] ?? []))];
  const rows = ids.map(id => {
    const own = defects.filter(each => each.id === id);
    const heading = transforms.find(each => each.id === id)?.title ?? id;
    const cells = [...ENVIRONMENTS, undefined].map(environment =>
      cellOf(
        own.filter(({ roots }) =>
          environment === undefined ? roots.length === 0 : roots.includes(environment),
        ),
        each => reasons.indexOf(disputed[defectName(each)] ?? '') + 1,
      ),
    );
    return `| ${heading} ([${id}](../transforms/${id}.md)) | ${placesOf(own)} | ${cells.join(' | ')} |`;
  });
  return `## ${title}

| what must become true | where | dev | staging | production | texts |
|---|---|---|---|---|---|
${rows.join('\n')}
${reasons.map((reason, index) => `\n(${index + 1}) ${sentence(reason)}\n`).join('')}`;
}

/** `3 fixed, 1 with a look, 2 left (1)` */
function cellOf(defects: readonly Defect[], reasonOf: (defect: Defect) => number): string {
  const counts = new Map<string, number>();
  for (const defect of defects) {
    const reason = reasonOf(defect);
    const word = reason > 0 ? `left (${reason})` : WORDS[defect.outcome];
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return [...counts].map(([word, times]) => `${times} ${word}`).join(', ');
}

function placesOf(defects: readonly Defect[]): string {
  const places = [...new Set(defects.map(({ place }) => place))];
  const [first = '', ...others] = places;
  return others.length === 0 ? `\`${first}\`` : `\`${first}\` and ${others.length} more`;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
