/** What an item rests on that the configuration can state: answers that it asks for, facts of its images, options. */
import { folderIn } from '../../config/statements.ts';
import { configKeysOf } from '../../images/configured.ts';
import { parseImageReference } from '../../kubernetes/images/image-reference.ts';
import { fitsWildcard } from '../../kubernetes/wildcard.ts';
import { createEvaluator } from '../../kustomize/build/evaluate.ts';
import type { PlanInput } from '../../plan/model/input.ts';
import type { Fix, RootReport } from '../../plan/model/result.ts';
import { objectName, type RenderedRoot, renderedRoot } from '../../plan/rendered/rendered.ts';
import { choiceText, isStated } from '../../report/words/questions/choices.ts';
import { FACTS } from '../../report/words/questions/fact-words.ts';
import { imageKeyOf, type QuestionKey } from '../../report/words/questions/questions.ts';
import { folderName } from '../../report/words/words.ts';
import type { Ask, Choice, Json, OptionSchema } from '../../transform.ts';
import { isJsonList, isJsonMap } from '../../yaml/read/data.ts';
import type { Item } from './items.ts';
import { configPathOf, pathsIn, valueAt } from './stating.ts';

/** One thing that can be stated. */
export interface Setting {
  readonly path: readonly string[];
  /** What an answer means, and how it is typed. */
  readonly says: string;
  /** What the configuration says now. */
  readonly now: Json | undefined;
  readonly kind: 'value' | 'text' | 'list' | EnvironmentSetting | ChoiceSetting;
}

/** An answer that only has to be taken. */
export interface ChoiceSetting {
  readonly choice: Choice;
}

/** Which environment a root is: a name and a tier. */
export interface EnvironmentSetting {
  /** As the configuration names the root. */
  readonly root: string;
  /** What the environments name already, by name: without `roots` those that are told by their folders. */
  readonly named: Readonly<Record<string, readonly string[]>>;
}

export function isChoice(setting: Setting): setting is Setting & { readonly kind: ChoiceSetting } {
  return typeof setting.kind === 'object' && 'choice' in setting.kind;
}

export interface SettingsContext {
  readonly input: PlanInput;
  readonly roots: readonly RootReport[];
}

/** Answers at hand, then those that it asks for, then what it rests on already, then what else its remediation takes from the configuration. */
export function settingsOf(item: Item, context: SettingsContext): readonly Setting[] {
  const { question, fixes } = item;
  const asks = fixes.flatMap(fix => fix.asks.map(ask => ({ ask, fix })));
  const own = asks.filter(({ ask, fix }) => question?.key === undefined || isOf(ask, fix, item));
  const asked = own.flatMap(({ ask, fix }) => askedBy(ask, fix, context, question?.key));
  // Of a question that a key answers nothing else is meant.
  if (question?.key !== undefined) return unique(asked);
  const rendering = { ...context, objectsOf: objectsByRoot(context.input) };
  const of = (settings: (fix: Fix, context: Rendering) => Setting[]) =>
    fixes.flatMap(fix => settings(fix, rendering));
  const choices = question?.choices ?? [];
  return [
    ...choices.map(choice => choiceSetting(choice, context)),
    ...unique([
      ...choices.flatMap(choice => aboutChoice(choice, context)),
      ...asked,
      ...of(restsOn),
      ...of(factsOf),
      ...of(optionsOf),
    ]),
  ];
}

function choiceSetting(choice: Choice, { input }: SettingsContext): Setting {
  const path = isStated(choice) ? choice.states.path : ['ignore'];
  return { ...settingAt(path, choiceText(choice), input, 'value'), kind: { choice } };
}

/** The option that it is about, for who has another value: one that is not listed as a choice. */
function aboutChoice(choice: Choice, { input }: SettingsContext): Setting[] {
  if (!isStated(choice)) return [];
  const { path } = choice.states;
  const [, id, name] = path;
  const option = input.transforms.find(each => each.id === id)?.options[name];
  const isOpen = option !== undefined && option.enum === undefined && option.type !== 'boolean';
  return isOpen ? [optionSetting(path, option, input)] : [];
}

interface Rendering extends SettingsContext {
  /** Of a root; none where it does not build. */
  readonly objectsOf: (root: string) => RenderedRoot['objects'];
}

/** A group has many fixes in few roots: each is rendered once. */
function objectsByRoot({ files, loadRestrictor, rendered }: PlanInput): Rendering['objectsOf'] {
  const evaluator = createEvaluator(files, { loadRestrictor, rendered });
  const known = new Map<string, RenderedRoot['objects']>();
  return root => {
    const before = known.get(root);
    if (before !== undefined) return before;
    const outcome = evaluator.evaluate(root);
    const objects = outcome.state === 'evaluated' ? renderedRoot(outcome).objects : [];
    known.set(root, objects);
    return objects;
  };
}

function unique(settings: readonly Setting[]): Setting[] {
  return [...new Map(settings.map(each => [each.path.join('\0'), each])).values()];
}

function isOf(ask: Ask, { roots }: Fix, { question }: Item): boolean {
  const key = question?.key;
  switch (key?.type) {
    case 'image':
      return ask.type === 'image' && [key.image, ...key.members].includes(imageKeyOf(ask.image));
    case 'namespace':
      return ask.type === 'namespace' && fitsWildcard(key.namespace, ask.namespace);
    case 'environment':
      return ask.type === 'environment' && roots.includes(key.folder);
    default:
      return false;
  }
}

/** What stands for all images that are asked about together. */
function patternOf(key: QuestionKey | undefined): string | undefined {
  return key?.type === 'image' && key.members.length > 0 ? key.image : undefined;
}

/** @param question where one of several items is asked about */
function askedBy(ask: Ask, fix: Fix, context: SettingsContext, question: QuestionKey | undefined): Setting[] {
  const { input } = context;
  switch (ask.type) {
    case 'image': {
      const key = patternOf(question) ?? imageKeyIn(input, ask.image);
      return ask.facts.map(fact => factSetting(key, fact, input, ask.remark));
    }
    case 'namespace': {
      const claimed = question?.type === 'namespace' ? question : undefined;
      const folders = (claimed?.claimants ?? ask.claimants).map(folder =>
        folderIn(configPathOf(input), folder),
      );
      const says = `the folder that writes its quota and limits (${folders.join(', ')}), or none`;
      return [settingAt(['namespaces', claimed?.namespace ?? ask.namespace, 'owner'], says, input, 'text')];
    }
    case 'environment':
      return fix.roots.map(folder => environmentSetting(folder, context));
    case 'decision':
      return [];
  }
}

function environmentSetting(folder: string, { input, roots }: SettingsContext): Setting {
  const seen = (each: string) => folderIn(configPathOf(input), each);
  const configured = input.config.config.environments ?? {};
  const named = Object.entries(configured).map(([name, environment]) => {
    const found = roots.filter(root => root.environment.name === name).map(root => root.folder);
    return [name, (environment.roots ?? found).map(seen)] as const;
  });
  return {
    path: ['environments', folderName(folder)],
    says: `which environment ${folderName(folder)} is: a name, and a tier (development, test, staging, production)`,
    now: undefined,
    kind: { root: seen(folder), named: Object.fromEntries(named) },
  };
}

/** Lines of the configuration that speak for a fix. */
function restsOn({ evidence }: Fix, { input }: SettingsContext): Setting[] {
  const lines = new Set(evidence.filter(({ kind }) => kind === 'config').map(({ at }) => at));
  if (lines.size === 0) return [];
  return pathsIn(input.config.config)
    .filter(path => STATED.has(path[0]!) && lines.has(input.config.at(path) ?? ''))
    .flatMap(path => {
      const [section, id = '', ...below] = path;
      if (section === 'images') {
        const fact = below.length === 0 ? 'tag' : below.join('.');
        // A map stands for what is in it.
        const isFact = below.length > 0 || typeof valueAt(input.config.config as Json, path) === 'string';
        return isFact && Object.hasOwn(FACTS, fact) ? [factSetting(id, fact, input)] : [];
      }
      const option = input.transforms.find(each => each.id === id)?.options[below[0] ?? ''];
      const depth = option?.perEnvironment === undefined ? 1 : 2;
      return option === undefined || below.length > depth ? [] : [optionSetting(path, option, input)];
    });
}

const STATED = new Set(['images', 'transforms']);

function factsOf(fix: Fix, { input, objectsOf }: Rendering): Setting[] {
  const { facts = [] } = input.transforms.find(({ id }) => id === fix.transform) ?? {};
  if (facts.length === 0) return [];
  const keys = new Set(imagesOf(fix, objectsOf).map(image => imageKeyIn(input, image)));
  return [...keys].flatMap(key => facts.map(fact => factSetting(key, fact, input)));
}

function factSetting(key: string, fact: string, input: PlanInput, remark?: string): Setting {
  const { says, kind } = FACTS[fact] ?? { says: fact, kind: 'value' };
  const remarked = remark === undefined ? says : `${says}; ${remark}`;
  return settingAt(['images', key, ...fact.split('.')], remarked, input, kind);
}

/** In the first of its roots: of its container, or of all that the object runs. */
function imagesOf({ roots, subject }: Fix, objectsOf: Rendering['objectsOf']): string[] {
  const name = `${subject.kind}/${subject.name}`;
  const found = objectsOf(roots[0] ?? '').filter(object => objectName(object) === name);
  return found.flatMap(({ object }) => imagesIn(object, subject.container));
}

function imagesIn(value: Json, container: string | undefined): string[] {
  if (isJsonList(value)) return value.flatMap(each => imagesIn(each, container));
  if (!isJsonMap(value)) return [];
  const { image, name } = value;
  const isMeant = typeof image === 'string' && name !== undefined && (container ?? name) === name;
  return [...(isMeant ? [image] : []), ...Object.values(value).flatMap(each => imagesIn(each, container))];
}

/** The key that an image has in the configuration, or would get. */
function imageKeyIn({ config }: PlanInput, text: string): string {
  const image = parseImageReference(text);
  if (image === null) return text;
  return configKeysOf(image, Object.keys(config.config.images ?? {}), [])[0] ?? imageKeyOf(image.name);
}

function optionsOf({ transform, environments }: Fix, { input }: SettingsContext): Setting[] {
  const { options = {} } = input.transforms.find(({ id }) => id === transform) ?? {};
  return Object.entries(options).map(([name, option]) => {
    const path = ['transforms', transform, name];
    const [environment] = environments;
    // What holds in one environment alone is said of that one.
    const isOwn =
      option.perEnvironment !== undefined && environments.length === 1 && environment !== undefined;
    return optionSetting(isOwn ? [...path, environment] : path, option, input);
  });
}

function optionSetting(path: readonly string[], option: OptionSchema, input: PlanInput): Setting {
  const values = option.enum === undefined ? option.type : option.enum.map(String).join(' or ');
  const kind = option.type === 'string' ? 'text' : option.type === 'array' ? 'list' : 'value';
  const says = `${option.description} (${values}${option.default === undefined ? '' : `; ${JSON.stringify(option.default)} unless stated`})`;
  return settingAt(path, says, input, kind);
}

function settingAt(
  path: readonly string[],
  says: string,
  { config }: PlanInput,
  kind: Setting['kind'],
): Setting {
  const now = valueAt(config.config as Json, path);
  return { path, says, now: now === '?' ? undefined : now, kind };
}
