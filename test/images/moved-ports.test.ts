import { familyOf } from '../../src/images/families/match.ts';
import { asStarted } from '../../src/images/start/as-started.ts';
import type { Start } from '../../src/images/start/running.ts';
import { parseImageReference } from '../../src/kubernetes/images/image-reference.ts';

const started = (image: string, args?: string[], variables?: Start['variables']) =>
  asStarted(familyOf(parseImageReference(image)!)!, { command: undefined, args, variables });
const probesOf = (...given: Parameters<typeof started>) => {
  const { probes } = started(...given);
  return [probes.liveness, probes.readiness].map(each => JSON.stringify(each ?? null)).join(' ');
};

describe('a port that is said in place of the usual one', () => {
  test.each([
    ['postgres:17', ['postgres', '-p', '6000'], [6000]],
    ['postgres:17', ['-cport=6000'], [6000]],
    ['postgres:17', ['--port=5432'], [5432]],
    ['mysql:8.4', ['--port', '4406'], [4406, 33060]],
    ['mysql:8.4', ['--max_connections=500', '--mysqlx-port=44060'], [3306, 44060]],
    ['valkey/valkey:8.0', ['valkey-server', '--port', '7001'], [7001]],
    ['memcached:1.6', ['-m', '64', '-p12000'], [12000]],
    ['mongo:8.0', ['--port=28000'], [28000]],
    ['prom/pushgateway:v1.9.0', ['--web.listen-address=:9191'], [9191]],
    ['grafana/grafana:11.2.0', ['--config=/etc/g.ini'], [3000]],
    ['redis:7.4', ['redis-server', '--port', '0', '--tls-port', '6379'], []],
    ['redis:7.4', ['redis-server', '--port', '$(CACHE_PORT)'], []],
  ])('%s with %j listens on %j', (image, args, ports) => {
    expect(started(image, args).ports).toEqual(ports);
  });

  test('is said by a variable too, unless words say it', () => {
    expect(started('grafana/grafana:11.2.0', undefined, { GF_SERVER_HTTP_PORT: '8300' }).ports).toEqual([
      8300,
    ]);
    expect(started('postgres:17', ['-p', '6000'], { PGPORT: '6001' }).ports).toEqual([6000]);
    expect(started('postgres:17', undefined, { PGPORT: null }).ports).toEqual([]);
  });

  test('is asked by probes, and named to the clients of the server', () => {
    expect(probesOf('valkey/valkey:8.0', ['--port', '7001'])).toBe(
      '{"tcpSocket":{"port":7001}} {"exec":{"command":["valkey-cli","-p","7001","ping"]}}',
    );
    expect(probesOf('postgres:17', ['-p', '6000'])).toContain('exec pg_isready -p 6000 -h');
    expect(probesOf('grafana/grafana:11.2.0', undefined, { GF_SERVER_HTTP_PORT: '8300' })).not.toContain(
      '3000',
    );
  });

  test('is known to a client that reads the same variable', () => {
    expect(probesOf('postgres:17', undefined, { PGPORT: '6000' })).toContain('exec pg_isready -h');
    expect(probesOf('postgres:17', undefined, { PGPORT: null })).toMatch(/^null .*pg_isready -h/);
  });

  test('leaves no probe where nobody reads it, or where a client cannot be told', () => {
    expect(probesOf('redis:7.4', ['--port', '$(CACHE_PORT)'])).toBe('null null');
    expect(probesOf('mariadb:11.4', ['--port=4406'])).toBe('{"tcpSocket":{"port":4406}} null');
  });
});

test('pg_isready is of no use before it was there', () => {
  expect(probesOf('postgres:9.1')).toBe('{"tcpSocket":{"port":5432}} null');
  expect(probesOf('postgres:9.3')).toContain('pg_isready');
});
