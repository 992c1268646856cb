import { dockerfileFacts } from '../../src/images/dockerfile/dockerfile.ts';

const writable = (lines: string, base = 'python:3.12-slim') =>
  dockerfileFacts('Dockerfile', `FROM ${base}\n${lines}\n`)?.writable;

test.each([
  ['USER 7', ['/tmp']],
  ['COPY . /app\nUSER 7', ['/tmp']],
  ['RUN useradd -m app\nCOPY . /app\nUSER app', ['/home/app', '/tmp']],
  ['RUN useradd app\nUSER app', ['/tmp']],
  ['RUN mkdir -p /app/{logs,spool} && chown app /app/logs\nUSER 7', ['/app/logs', '/tmp']],
  ['WORKDIR /app\nRUN mkdir -m 1777 spool\nUSER 7', ['/app/spool', '/tmp']],
  ['RUN mkdir /data && chmod 775 /data\nUSER 7', ['/data', '/tmp']],
  ['RUN mkdir /data && chmod 755 /data\nUSER 7', ['/tmp']],
  ['RUN mkdir /data && chmod g=u /data\nUSER 7', ['/data', '/tmp']],
  ['COPY --chown=7 run.py /app/run.py\nUSER 7', ['/tmp']],
  ['COPY --chown=root:root . /app\nRUN chown -R root:7 /app\nUSER 7', ['/tmp']],
  ['VOLUME /data\nUSER 7', ['/data', '/tmp']],
  ['USER 7\nWORKDIR /\nCOPY app /app', ['/tmp']],
])('the user of %j may write to %j alone', (lines, all) => {
  expect(writable(lines)).toMatchObject({ all, open: undefined });
});

test.each([
  ['COPY --chown=7 . /app\nUSER 7', '/app'],
  ['WORKDIR /app\nCOPY . .\nRUN chown -R 7 /app\nUSER 7', '/app'],
  ['RUN mkdir /app && cp -r /src /app && chown 7 /app\nUSER 7', '/app'],
  ['COPY --chmod=777 a b /app/\nUSER 7', '/app/a'],
  ['USER 7\nWORKDIR /app\nCOPY . .', '/app'],
])('files of the image are open to the user of %j', (lines, path) => {
  expect(writable(lines)).toMatchObject({ all: undefined, open: { path } });
});

test.each([
  ['USER 7\nRUN pip install flask'],
  [`RUN chown -R 7 "$FOLDER"\nUSER 7`],
  ['RUN chown -R 7 /app/*\nUSER 7'],
  ['RUN find /app -exec chown 7 {} +\nUSER 7'],
  ['RUN gosu 7 make /app\nUSER 7'],
  ['WORKDIR /\nCOPY --chown=7 --from=build /src/app .\nUSER 7'],
])('nobody knows all that the user of %j may write to', lines => {
  expect(writable(lines)?.all).toBeUndefined();
  expect(writable(lines)?.open?.path).not.toBe('/');
});

test.each([['USER root'], ['RUN true'], [`USER $UID`]])('root may write anywhere: %j', lines => {
  expect(writable(lines)).toBeUndefined();
});

test('the base decides what every user may write to', () => {
  expect(writable('COPY --from=build /server /server\nUSER 7', 'scratch')?.all).toEqual([]);
  expect(writable('COPY --from=build /tmp /tmp\nUSER 7', 'scratch')?.all).toEqual(['/tmp']);
  expect(writable('USER 7', 'registry.example.com/ours:1')?.all).toBeUndefined();
  expect(writable('USER 7', 'grafana/grafana:11.1.0')?.all).toBeUndefined();
});

test('a folder that is made among files which the user may write to is made for it', () => {
  const said = writable('WORKDIR /app\nCOPY . .\nRUN mkdir /app/reports && chmod -R g=u /app\nUSER 7');
  expect(said).toEqual({
    all: undefined,
    made: ['/app/reports'],
    telling: [],
    open: { path: '/app', line: 4 },
  });
});
