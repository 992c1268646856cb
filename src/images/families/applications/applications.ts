/** Applications, and servers that applications run in. */

import {
  ALPINE,
  bindsPort,
  type Family,
  type FamilyFacts,
  family,
  health,
  PLAIN_SERVER,
  read,
  STEP_DOWN,
  startedPlainly,
  tcp,
} from '../record/family.ts';

const WORDPRESS = 'docker-library/docs wordpress/content.md';
const PHP_READ = [read('user', WORDPRESS), startedPlainly(WORDPRESS)];
const PHP_ROOT = read('root', 'docker-library/php Dockerfile-linux.template');

const PHP_APACHE: Partial<FamilyFacts> = {
  server: /^apache2-foreground(?:\s|$)/,
  uid: 33,
  gid: 33,
  nonRoot: 'needs-config',
  rootSteps: [
    bindsPort(80, { unless: ['APACHE_PORT', 'APACHE_HTTP_PORT_NUMBER'], configuredAt: ['/etc/apache2'] }),
  ],
  writes: ['/run', '/tmp'],
  hydrate: ['/var/www/html'],
  capabilitiesIfRoot: [...STEP_DOWN, 'NET_BIND_SERVICE'],
  ports: [80],
  // What the document root answers is the application's.
  probes: { liveness: tcp(80), readiness: tcp(80) },
  escalates: false,
  defaultSeccomp: true,
  component: 'web',
  shell: true,
  notes: 'Apache needs Listen at 1024 or above without root. The document root is filled at start.',
  read: PHP_READ,
};
/** The fpm images listen on 9000 and run under any user. */
const FPM: Partial<FamilyFacts> = {
  server: /^php-fpm(?:\s|$)/,
  nonRoot: 'yes',
  rootSteps: [],
  ports: [9000],
  probes: { liveness: tcp(9000), readiness: tcp(9000) },
};
const ON_ALPINE = { id: 'alpine', tag: ALPINE, facts: { uid: 82, gid: 82 } };
const PHP_VARIANTS = [{ id: 'fpm', tag: /fpm/, facts: FPM }, ON_ALPINE];

export const APPLICATION_FAMILIES: readonly Family[] = [
  ...['wordpress', 'drupal', 'joomla', 'phpmyadmin', 'nextcloud'].map(id =>
    family(id, [id], { ...PHP_APACHE, variants: PHP_VARIANTS }),
  ),
  family('php', ['php'], {
    shell: true,
    read: [PHP_ROOT],
    variants: [
      { id: 'apache', tag: /apache/, facts: { ...PHP_APACHE, read: [PHP_ROOT, ...PHP_READ] } },
      { id: 'fpm', tag: /fpm/, facts: { ...PHP_APACHE, ...FPM, read: [PHP_ROOT, ...PHP_READ] } },
      { id: 'alpine', tag: /fpm.*alpine/, facts: ON_ALPINE.facts },
    ],
  }),
  family('ghost', ['ghost'], {
    ...PLAIN_SERVER,
    server: /^node\s+current\/index\.js/,
    uid: 1000,
    gid: 1000,
    nonRoot: 'yes',
    writes: ['/tmp'],
    data: ['/var/lib/ghost/content'],
    capabilitiesIfRoot: STEP_DOWN,
    stepsDownInEntrypoint: true,
    ports: [2368],
    // What it answers by HTTP depends on the address that it is told.
    probes: { liveness: tcp(2368), readiness: tcp(2368) },
    stateful: 'application',
    component: 'web',
    shell: true,
    read: [
      read('ports apiToken escalation', 'docker-library/ghost 5/debian/Dockerfile', { since: '4' }),
      startedPlainly('docker-library/docs ghost/content.md'),
    ],
  }),
  family('tomcat', ['tomcat'], {
    escalates: false,
    defaultSeccomp: true,
    server: /^catalina\.sh(?:\s|$)/,
    nonRoot: 'yes',
    writes: [
      '/usr/local/tomcat/conf/Catalina',
      '/usr/local/tomcat/logs',
      '/usr/local/tomcat/temp',
      '/usr/local/tomcat/work',
    ],
    hydrate: ['/usr/local/tomcat/webapps'],
    ports: [8080],
    // Without an application of that name `/` is answered by 404.
    probes: { liveness: tcp(8080), readiness: tcp(8080) },
    component: 'web',
    shell: true,
    notes: 'Any UID that may write these directories; war files are unpacked in webapps.',
    read: [
      read('root ports escalation', 'docker-library/tomcat Dockerfile.template'),
      startedPlainly('docker-library/docs tomcat/content.md'),
    ],
  }),
  family('jetty', ['jetty'], {
    defaultSeccomp: true,
    server: /^(?:java\s|jetty\.sh)/,
    defaultUser: 'jetty',
    uid: 999,
    gid: 999,
    nonRoot: 'yes',
    writes: ['/run/jetty', '/tmp/jetty'],
    capabilitiesIfRoot: ['SETGID', 'SETUID'],
    ports: [8080],
    probes: { liveness: tcp(8080), readiness: tcp(8080) },
    component: 'web',
    shell: true,
    read: [
      read('user group writes readOnlyRoot', 'docker-library/docs jetty/content.md', { since: '9' }),
      startedPlainly('docker-library/docs jetty/content.md'),
    ],
  }),
  family(
    'liberty',
    ['open-liberty', 'websphere-liberty', 'icr.io/appcafe/open-liberty', 'icr.io/appcafe/websphere-liberty'],
    {
      defaultSeccomp: true,
      server: /^(?:\/opt\/\S+\/bin\/)?server\s+run(?:\s|$)/,
      defaultUser: 1001,
      uid: 1001,
      gid: 0,
      nonRoot: 'yes',
      writes: ['/logs', '/opt/ol/wlp/output'],
      hydrate: ['/config'],
      ports: [9080, 9443],
      probes: health('/health', 9080),
      component: 'web',
      shell: true,
      notes: 'WebSphere Liberty writes /opt/ibm/wlp/output instead. /health is that of the feature mpHealth.',
      read: [
        read('user group', 'docker-library/docs open-liberty/content.md'),
        startedPlainly('docker-library/docs open-liberty/content.md'),
      ],
    },
  ),
  family('odoo', ['odoo'], {
    ...PLAIN_SERVER,
    // The number of its user is whatever its package got.
    defaultUser: 'odoo',
    nonRoot: 'yes',
    ports: [8069, 8071, 8072],
    probes: health('/web/health', 8069),
    stateful: 'application',
    component: 'web',
    shell: true,
    notes: 'Keeps its files in /var/lib/odoo and reads add-ons from /mnt/extra-addons.',
    read: [
      read('ports nonRoot apiToken escalation', 'odoo/docker 17.0/Dockerfile', { since: '11' }),
      startedPlainly('docker-library/docs odoo/content.md'),
    ],
    variants: [
      { id: 'before-15', before: '15', facts: { probes: { liveness: tcp(8069), readiness: tcp(8069) } } },
    ],
  }),
  family('redmine', ['redmine'], {
    ...PLAIN_SERVER,
    server: /^(?:rails|passenger)(?:\s|$)/,
    uid: 999,
    gid: 999,
    nonRoot: 'yes',
    capabilitiesIfRoot: ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETGID', 'SETUID'],
    ports: [3000],
    probes: { liveness: tcp(3000), readiness: tcp(3000) },
    stateful: 'application',
    component: 'web',
    shell: true,
    notes: 'It writes below /usr/src/redmine, in directories with content of the image.',
    read: [
      read('user group ports apiToken escalation', 'docker-library/redmine 5.0/Dockerfile', { since: '4' }),
      startedPlainly('docker-library/docs redmine/content.md'),
    ],
    variants: [{ id: 'alpine', tag: ALPINE, facts: { gid: 1000 } }],
  }),
  family('superset', ['apache/superset'], {
    server: /^(?:\/usr\/bin\/)?(?:run-server\.sh|docker-entrypoint\.sh)(?:\s|$)/,
    defaultUser: 'superset',
    uid: 1000,
    nonRoot: 'yes',
    writes: ['/app/superset_home', '/tmp'],
    readOnlyRoot: 'unknown',
    ports: [8088],
    probes: health('/health', 8088),
    component: 'dashboard',
    shell: true,
  }),
];
