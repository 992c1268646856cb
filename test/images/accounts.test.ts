import { accountMadeBy } from '../../src/images/dockerfile/instructions/accounts.ts';

const made = (command: string) => accountMadeBy(command.split(' '));

test.each([
  // busybox
  [
    'adduser -u 1001 -S appuser -G appgroup',
    { name: 'appuser', id: 1001, home: '/home/appuser', isSystem: true },
  ],
  ['adduser -S -G app app', { name: 'app', id: undefined, isSystem: true }],
  ['adduser -D -H -h /srv -g gecos -s /bin/sh -G web web', { name: 'web', home: undefined, isSystem: false }],
  ['adduser -SDHh /srv -u1500 app', { name: 'app', id: 1500, home: undefined, isSystem: true }],
  ['adduser -h /srv -D app', { name: 'app', home: '/srv' }],
  // Debian
  ['adduser --system --group --no-create-home app', { name: 'app', home: undefined, isSystem: true }],
  ['adduser --disabled-password --gecos  --uid 1000 --ingroup staff app', { name: 'app' }],
  ['adduser --home /nonexistent --uid=1000 app', { name: 'app', id: 1000, home: undefined }],
  // shadow
  ['useradd -ms /bin/bash app', { name: 'app', home: '/home/app', isSystem: false }],
  ['useradd -r -g app -G docker,audio app', { name: 'app', home: undefined, isSystem: true }],
  ['useradd -rmd /opt/app -u 999 app', { name: 'app', id: 999, home: '/opt/app', isSystem: true }],
  ['useradd app --uid 1000 -l', { name: 'app', id: 1000 }],
  ['sudo /usr/sbin/useradd --create-home --home-dir /srv app', { name: 'app', home: '/srv' }],
])('the user of %j', (command, expected) => {
  expect(made(command)).toMatchObject({ kind: 'user', ...expected });
});

test.each([
  ['addgroup -g 1001 -S appgroup', { name: 'appgroup', id: 1001, isSystem: true }],
  ['addgroup --system --gid 7 app', { name: 'app', id: 7, isSystem: true }],
  ['groupadd -rg 5 app', { name: 'app', id: 5, isSystem: true }],
])('the group of %j', (command, expected) => {
  expect(made(command)).toMatchObject({ kind: 'group', home: undefined, ...expected });
});

test.each(['adduser app docker', 'addgroup app docker', 'useradd', 'useradd $NAME', 'usermod -u 5 app'])(
  '%j makes none',
  command => expect(made(command)).toBeUndefined(),
);
