import { hintsOf } from '../../src/images/dockerfile/hints.ts';
import { memoryFiles } from '../../src/kustomize/files/files.ts';
import { dockerfilesOf } from '../../src/plan/view/dockerfiles.ts';
import { configOf } from '../harness/repo.ts';

const config = configOf({});

test('a stage that compose builds to work with is not what is deployed', () => {
  const dockerfile = 'FROM node:22 AS dev\nFROM nginx:1.27 AS run\nUSER 101\n';
  const userOf = (service: string) => {
    const all = { 'web/Dockerfile': dockerfile, 'compose.yaml': `services: {web: {${service}}}\n` };
    const known = dockerfilesOf({ files: memoryFiles(all), paths: Object.keys(all), config });
    return known.likely(['shop-web'], () => ['shop-web'])?.user;
  };
  expect(userOf('build: {context: web, target: dev}')).toBe(101);
  expect(userOf('build: {context: web, target: run}')).toBe(101);
  // What has a name may be pushed as it is.
  expect(userOf('image: $R/$P-web, build: {context: web, target: dev}')).toBeUndefined();
});

test('a name with capitals, which a pipeline replaces, is that of the build in small letters', () => {
  const action = (image: string) =>
    `jobs: {a: {steps: [{uses: docker/build-push-action@v6, with: {file: api/Dockerfile, tags: '${image}'}}]}}\n`;
  const userOf = (image: string) => {
    const all = {
      'api/Dockerfile': 'FROM debian\nUSER 7\n',
      '.github/workflows/a.yml': action(`ghcr.io/\${{ github.repository }}/web:1`),
    };
    const known = dockerfilesOf({ files: memoryFiles(all), paths: Object.keys(all), config });
    return known.buildOf([image])?.dockerfile.user;
  };
  expect(userOf('ghcr.io/OWNER/REPO/web:latest')).toBe(7);
  expect(userOf('ghcr.io/OWNER/REPO/front:latest')).toBeUndefined();
});

test('volumes of a compose file show what is written, but for what the image has there itself', () => {
  const dockerfile = 'FROM python:3.12\nWORKDIR /app\nCOPY a.py .\nCOPY models ./models\n';
  const hintOf = (...volumes: readonly string[]) => {
    const compose = `services:\n  api:\n    build: api\n    volumes:\n${volumes.map(each => `      - ${each}\n`).join('')}`;
    const all = { 'api/Dockerfile': dockerfile, 'compose.yaml': compose };
    const known = dockerfilesOf({ files: memoryFiles(all), paths: Object.keys(all), config });
    return hintsOf(known.buildOf(['shop/api'])!.dockerfile, false).get('writes');
  };
  expect(hintOf('./models:/app/models', './data:/app/data', 'reports:/app/reports')).toEqual({
    value: ['/app/data', '/app/reports'],
    because: 'compose.yaml:6 mounts a volume there',
  });
  for (const volume of ['./api:/app', './data:/app/data:ro', './a.yaml:/app/a.yaml', '/app/node_modules'])
    expect(hintOf(volume)).toBeUndefined();
});
