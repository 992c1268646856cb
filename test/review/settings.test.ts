/** What an item rests on, as the configuration can state it. */
import { type LoadedConfig, loadConfig } from '../../src/config/load.ts';
import { questionsOf } from '../../src/report/words/questions/questions.ts';
import { questionItems } from '../../src/review/stating/items.ts';
import { isChoice, type SettingsContext, settingsOf } from '../../src/review/stating/settings.ts';
import { settingText } from '../../src/review/stating/stated-words.ts';
import { statementsOf } from '../../src/review/stating/typed.ts';
import { inputOf } from '../harness/repo.ts';
import { deployment, setting } from '../plan/tiny.ts';
import { newFix, newPlan, newRoot } from '../report/fixture.ts';

const CONFIG = 'images:\n  app:\n    user: 10001\ntransforms:\n  ready:\n    seconds: 5\n';
const REPO = { 'kustomization.yaml': 'resources: [web.yaml]\n', 'web.yaml': deployment('web') };
const ready = {
  ...setting(['spec', 'minReadySeconds'], 10, { id: 'ready' }),
  facts: ['user'] as const,
  options: {
    seconds: { type: 'integer', description: 'Seconds.', default: 10 },
    factor: { type: 'number', description: 'A factor.', perEnvironment: { otherwise: 1 } },
  } as const,
};

function context(config = CONFIG): SettingsContext {
  const loaded = loadConfig(
    { read: path => (path === 'kustomend.yaml' ? config : undefined), obstacle: () => undefined },
    { startDir: '' },
  ) as LoadedConfig;
  const roots = [
    newRoot(),
    newRoot({ folder: 'deploy/eu', environment: { name: undefined, tier: undefined } }),
  ];
  return { input: { ...inputOf(REPO, { transforms: [ready] }), config: loaded }, roots };
}

const { subject } = newFix();
const FIX = newFix({
  transform: 'ready',
  roots: [''],
  subject: { ...subject, container: undefined },
  evidence: [{ kind: 'config', at: 'kustomend.yaml:6', says: 'five are enough' }],
});
const pathsOf = (settings: ReturnType<typeof settingsOf>) =>
  settings.map(({ path, now }) => `${path.join('.')}${now === undefined ? '' : `: ${String(now)}`}`);

test('of a fix: the line that speaks for it, facts of its images, options in its environment', () => {
  expect(pathsOf(settingsOf({ key: FIX.id, fixes: [FIX] }, context()))).toEqual([
    'transforms.ready.seconds: 5',
    'images.web.user',
    'transforms.ready.factor.production',
  ]);
});

test('of a question: what answers it, and nothing else', () => {
  const asks = [
    { type: 'image', image: 'app', facts: ['user', 'writes'], remark: 'the Dockerfile says 3' },
    { type: 'namespace', namespace: 'shop', claimants: ['deploy/eu', 'deploy/us'] },
    { type: 'environment' },
  ] as const;
  const fix = newFix({ ...FIX, status: 'person', roots: ['deploy/eu'], asks });
  const items = questionItems(questionsOf(newPlan({ fixes: [fix] })));
  expect(items.map(item => [item.question!.about, pathsOf(settingsOf(item, context()))])).toEqual([
    ['environment of deploy/eu', ['environments.deploy/eu']],
    ['image app', ['images.app.user: 10001', 'images.app.writes']],
    ['owner of namespace shop', ['namespaces.shop.owner']],
  ]);
});

test('of a decision: its answers by their numbers, then its option for another value', () => {
  const choices = [
    { says: 'ten', states: { path: ['transforms', 'ready', 'seconds'], value: 10 } },
    { says: 'none', exempt: 'it is ready at once' },
  ] as const;
  const asks = [{ type: 'decision', about: 'how long', question: 'how long?', choices }] as const;
  const fix = newFix({ ...FIX, status: 'person', asks });
  const [item] = questionItems(questionsOf(newPlan({ fixes: [fix] })));
  const settings = settingsOf(item!, context());
  expect(settings.map(settingText)).toEqual([
    'ten',
    'none',
    'transforms.ready.seconds',
    'images.web.user',
    'transforms.ready.factor.production',
  ]);
  expect(settings.map(each => (isChoice(each) ? statementsOf(each, '') : 'typed'))).toEqual([
    [{ type: 'value', path: ['transforms', 'ready', 'seconds'], value: 10 }],
    [],
    'typed',
    'typed',
    'typed',
  ]);
});

test('of a decision whose answers state no option: all that can be stated stays', () => {
  const choices = [{ says: 'none', exempt: 'it is ready at once' }] as const;
  const asks = [{ type: 'decision', about: 'how long', question: 'how long?', choices }] as const;
  const [item] = questionItems(questionsOf(newPlan({ fixes: [newFix({ ...FIX, status: 'person', asks })] })));
  const texts = settingsOf(item!, context()).map(settingText);
  expect(texts[0]).toBe('none');
  expect(texts).toContain('transforms.ready.seconds');
});

test('folders are named as the configuration sees them', () => {
  const fix = newFix({ ...FIX, status: 'person', roots: ['deploy/eu'], asks: [{ type: 'environment' }] });
  const [item] = questionItems(questionsOf(newPlan({ fixes: [fix] })));
  const [first] = settingsOf(item!, context('environments:\n  production: {}\n'));
  expect(first!.kind).toEqual({ root: 'deploy/eu', named: { production: ['overlays/production'] } });
});
