/** What people decide on the way, as a list to tick off: by environment and owner, with ids and what to type. */
import { filesOf } from '../../plan/model/place-files.ts';
import type { Fix, Plan } from '../../plan/model/result.ts';
import { variantsIn } from '../../plan/model/variants.ts';
import { groupedBy } from '../../plan/rendered/grouped.ts';
import type { Environment } from '../../transform.ts';
import { markdownText } from '../formats/markdown.ts';
import { outcomeFor, worstFirst } from '../words/findings.ts';
import { shortIds } from '../words/ids.ts';
import { askedText } from '../words/questions/asked-text.ts';
import { choiceText } from '../words/questions/choices.ts';
import { questionsOf } from '../words/questions/questions.ts';
import { count, enumerated, NO_ENVIRONMENT, oneLine, splitAt } from '../words/words.ts';

interface ChecklistOptions {
  readonly ownersOf: (path: string) => readonly string[];
  /** Paths and flags for what is typed next. */
  readonly argsOf: { readonly fix: string; readonly pin: string };
}

interface Item {
  /** Markdown, one line each. */
  readonly lines: readonly string[];
  readonly about: readonly Fix[];
}

export function checklist(plan: Plan, { ownersOf, argsOf }: ChecklistOptions): string {
  const items = [...questions(plan), ...digests(plan, argsOf.pin), ...unsafe(plan, ownersOf, argsOf.fix)];
  const head = ['# What people decide', ''];
  if (items.length === 0) return [...head, 'Nothing is left to decide.', ''].join('\n');
  const whereOf = environmentsIn(plan);
  const sections = groupedBy(items, ({ about }) => whereOf(about));
  return [
    ...head,
    'Written by `kustomend migrate --checklist`: what no step of the migration writes. An answer goes into `kustomend.yaml`',
    '(`kustomend init` writes the questions down there), what has a doubt is taken by its id, and what is left out for good is',
    'exempt with a reason. Written again, the list is what is still open.',
    '',
    ...[...sections]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([where, own]) => [`## ${markdownText(where.slice(1))}`, '', ...byOwner(own, ownersOf)]),
  ].join('\n');
}

function byOwner(items: readonly Item[], ownersOf: ChecklistOptions['ownersOf']): string[] {
  const groups = groupedBy(items, ({ about }) => ownersOfAll(about, ownersOf));
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([owners, own]) => [
      ...(owners === '' ? [] : [`### ${markdownText(owners)}`, '']),
      ...own.flatMap(({ lines }) => lines),
      '',
    ]);
}

function ownersOfAll(fixes: readonly Fix[], ownersOf: ChecklistOptions['ownersOf']): string {
  const files = fixes.flatMap(fix => [...variantsIn(fix).map(({ at }) => splitAt(at).file), ...filesOf(fix)]);
  return [...new Set(files.flatMap(ownersOf))].sort().join(' ');
}

const TIERS: readonly Environment['tier'][] = ['production', 'staging', 'test', 'development', undefined];

/** The environments of fixes as a heading, behind a letter by which the gravest come first. */
function environmentsIn({ roots }: Plan): (fixes: readonly Fix[]) => string {
  const known = new Map(roots.map(({ folder, environment }) => [folder, environment]));
  const all = new Set(roots.filter(({ selected }) => selected).flatMap(root => root.environment.name ?? []));
  return fixes => {
    const met = [...new Set(fixes.flatMap(fix => fix.roots))].flatMap(folder => known.get(folder) ?? []);
    const names = [...new Set(met.flatMap(({ name }) => name ?? []))].sort();
    const rank = Math.min(TIERS.length - 1, ...met.map(({ tier }) => TIERS.indexOf(tier)));
    if (names.length === 0) return `9${NO_ENVIRONMENT}`;
    return names.length > 1 && names.length === all.size
      ? '0all environments'
      : `${rank + 1}${enumerated(names)}`;
  };
}

function questions(plan: Plan): Item[] {
  return questionsOf(plan).map(question => ({
    about: question.asking,
    lines: [
      `- [ ] ${markdownText(askedText(question))} (settles ${idsOf(plan, question.asking)})`,
      ...question.choices.map(
        choice => `  - ${markdownText(choice.says)}: \`${oneLine(choiceText(choice))}\``,
      ),
    ],
  }));
}

/** One command asks registries for all of them. */
function digests({ fixes }: Plan, args: string): Item[] {
  const waiting = fixes.filter(fix => outcomeFor(fix) === 'digest');
  const images = [...new Set(waiting.flatMap(({ lookups }) => lookups))];
  if (images.length === 0) return [];
  return [
    {
      about: waiting,
      lines: [
        `- [ ] digests of ${count(images.length, 'image')}, which a registry knows: \`kustomend pin --write${args}\``,
      ],
    },
  ];
}

/** Equal faults with equal doubts are one decision, for each owner. */
function unsafe(plan: Plan, ownersOf: ChecklistOptions['ownersOf'], args: string): Item[] {
  const whereOf = environmentsIn(plan);
  const asked = new Set(questionsOf(plan).flatMap(({ ids }) => ids));
  const waiting = worstFirst(plan.fixes.filter(fix => outcomeFor(fix) === 'unsafe' && !asked.has(fix.id)));
  const alike = groupedBy(waiting, fix =>
    JSON.stringify([fix.transform, fix.brief, doubtsOf(fix), whereOf([fix]), ownersOfAll([fix], ownersOf)]),
  );
  return [...alike.values()].map(fixes => {
    const [first] = fixes;
    const names = enumerated([...new Set(fixes.map(nameOf))]);
    const short = shortIds(plan);
    const ids = [...new Set(fixes.map(({ id }) => short(id)))];
    return {
      about: fixes,
      lines: [
        `- [ ] **${first.transform}** (${first.severity}): ${markdownText(`${first.brief} (${names})`)}`,
        ...(doubtsOf(first) === '' ? [] : [`  - ${markdownText(doubtsOf(first))}`]),
        `  - \`kustomend fix${args} --id ${ids.join(' ')}\``,
      ],
    };
  });
}

/** `Deployment/web`, `Deployment/web sidecar` */
function nameOf({ subject: { kind, name, container } }: Fix): string {
  return `${kind}/${name}${container === undefined || container === name ? '' : ` ${container}`}`;
}

function doubtsOf({ doubts }: Fix): string {
  return oneLine(doubts.join('; '));
}

function idsOf(plan: Plan, fixes: readonly Fix[]): string {
  const short = shortIds(plan);
  return enumerated([...new Set(fixes.map(({ id }) => short(id)))]);
}
