/** Applications that an ApplicationSet makes, as far as the repository says them. */
import { memoryFiles } from '../../../src/kustomize/files/files.ts';
import { readGitOps } from '../../../src/plan/repository/gitops/gitops.ts';

describe('the Applications of a set', () => {
  const template = (fields: string) => `{metadata: {name: '{{name}}'}, spec: ${fields}}`;
  const made = (
    generators: string,
    spec: string,
    { others = {}, built = [] }: { others?: Record<string, string>; built?: string[] } = {},
  ) => {
    const set = `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: all}
spec: {generators: ${generators}, template: ${template(spec)}}
`;
    const files = { 'set.yaml': set, ...others };
    const { deployments } = readGitOps(memoryFiles(files), Object.keys(files), built);
    return deployments.map(({ folders, project, namespace, cluster }) =>
      [...folders, project, namespace, cluster].filter(each => each !== undefined).join(' '),
    );
  };

  test('a list says path, project, namespace and cluster', () => {
    const list = '[{list: {elements: [{team: red, app: api, at: east}, {team: blue, app: web, at: west}]}}]';
    const spec =
      "{project: '{{team}}', source: {path: 'teams/{{ team }}/{{app}}'}, destination: {namespace: '{{app}}', name: '{{at}}'}}";
    expect(made(list, spec)).toEqual(['teams/red/api red api east', 'teams/blue/web blue web west']);
  });

  test.each([
    ["'{{ .app }}-{{ .stage.name }}'", 'apps/api-dev'],
    ["'{{- .app | upper | lower -}}'", 'apps/api'],
    [`'{{ .empty | default "web" }}'`, 'apps/web'],
    [`'{{ default "web" .missing }}'`, undefined],
    [`'{{ printf "%s/%s" .app .stage.name }}'`, 'apps/api/dev'],
    [`'{{ index .labels "example.org/part" }}'`, 'apps/one'],
    ["'{{ labels.example.org/part }}'", 'apps/one'],
    [`'{{ .app | trimSuffix "i" | trimPrefix "a" }}'`, 'apps/p'],
    ["'{{ if .app }}x{{ end }}'", undefined],
    ["'{{ .missing }}'", undefined],
    ["'{{ .app'", undefined],
  ])('the path %s', (path, expected) => {
    const elements =
      '[{list: {elements: [{app: api, empty: "", stage: {name: dev}, labels: {example.org/part: one}}]}}]';
    const spec = `{source: {path: ${path.replace("'", "'apps/")}}}`;
    expect(made(elements, spec)).toEqual(expected === undefined ? [] : [expected]);
  });

  test('a matrix joins a list with folders, which may be templates of it', () => {
    const matrix =
      "[{matrix: {generators: [{list: {elements: [{team: red}, {team: blue}]}}, {git: {directories: [{path: 'teams/{{team}}/*'}]}}]}}]";
    const spec =
      "{project: '{{team}}', source: {path: '{{path}}'}, destination: {namespace: '{{path[1]}}-{{path.basename}}'}}";
    const built = ['teams/red/api', 'teams/blue/web', 'teams/green/x', 'teams/red/api/base'];
    expect(made(matrix, spec, { built })).toEqual([
      'teams/red/api red red-api',
      'teams/blue/web blue blue-web',
    ]);
  });

  test('a merge takes over what later generators say of the same key', () => {
    const merge =
      '[{merge: {mergeKeys: [app], generators: [{list: {elements: [{app: a, team: red}, {app: b, team: red}]}}, {list: {elements: [{app: b, team: blue}, {app: c, team: x}]}}]}}]';
    expect(made(merge, "{project: '{{team}}', source: {path: 'apps/{{app}}'}}")).toEqual([
      'apps/a red',
      'apps/b blue',
    ]);
  });

  test('clusters are unknown, and what is said beside them is known', () => {
    const clusters = '[{clusters: {values: {team: red}}}]';
    const spec =
      "{project: '{{values.team}}', source: {path: apps}, destination: {namespace: web, server: '{{server}}'}}";
    expect(made(clusters, spec)).toEqual(['apps red web']);
    const merge =
      '[{merge: {mergeKeys: [name], generators: [{clusters: {}}, {list: {elements: [{name: east, team: blue}]}}]}}]';
    expect(made(merge, "{project: '{{team}}', source: {path: 'on/{{name}}'}}")).toEqual(['on/east blue']);
  });

  test('files of the repository say parameters', () => {
    const git = '[{git: {files: [{path: envs/*/config.json}]}}]';
    const others = { 'envs/dev/config.json': '{"team": {"name": "red"}}', 'envs/dev/x/config.json': '{}' };
    const spec = "{project: '{{team.name}}', source: {path: '{{path}}'}, destination: {namespace: a}}";
    expect(made(git, spec, { others })).toEqual(['envs/dev red a']);
  });

  test('a selector and a template of one generator', () => {
    const list = `[{list: {elements: [{app: a, stage: dev}, {app: b, stage: prod}], template: {spec: {project: own}}},
      selector: {matchLabels: {stage: prod}, matchExpressions: [{key: app, operator: NotIn, values: [c]}]}}]`;
    expect(made(list, "{project: team, source: {path: 'apps/{{app}}'}}")).toEqual(['apps/b own']);
  });

  test('lists multiplied beyond all reason come to an end', () => {
    const list = `{list: {elements: [${Array.from({ length: 200 }, (_, index) => `{a: ${index}}`).join(', ')}]}}`;
    const matrix = `[{matrix: {generators: [${Array.from({ length: 6 }, () => list).join(', ')}]}}]`;
    expect(made(matrix, "{source: {path: 'apps/{{a}}'}}").length).toBeLessThan(20_000);
  });
});
