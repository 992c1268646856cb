import { familyOf } from '../../src/images/families/match.ts';
import { runsOf } from '../../src/images/start/running.ts';
import { parseImageReference } from '../../src/kubernetes/images/image-reference.ts';

const runs = (image: string, command?: string[], args?: string[]) =>
  runsOf(familyOf(parseImageReference(image)!)!, { command, args });

describe('runsOf', () => {
  test('an image as it comes, and its server with flags', () => {
    expect(runs('redis:7')).toBe('image');
    expect(runs('redis:7', undefined, ['--appendonly', 'yes'])).toBe('image');
    expect(runs('redis:7', undefined, ['/etc/redis/redis.conf'])).toBe('image');
    expect(runs('postgres:16', undefined, ['postgres', '-c', 'max_connections=200'])).toBe('image');
    expect(runs('vault:1.13', undefined, ['server'])).toBe('image');
  });

  test('a command that starts the same server', () => {
    expect(runs('nginx:1.29', ['nginx', '-g', 'daemon off;'])).toBe('image');
    expect(runs('redis:7', ['/usr/local/bin/redis-server'], ['/conf/redis.conf'])).toBe('image');
    expect(runs('postgres:16', ['docker-entrypoint.sh'], ['postgres'])).toBe('image');
    expect(runs('mongo:7', ['tini', '--', 'mongod', '--bind_ip_all'])).toBe('image');
    expect(runs('redis:7', ['gosu', 'redis', 'redis-server'])).toBe('image');
  });

  test('a script that starts it among other things', () => {
    expect(runs('redis:7', ['sh', '-c', 'cp /conf/* /data && exec redis-server /data/redis.conf'])).toBe(
      'script',
    );
    expect(runs('mysql:8.4', ['/bin/bash', '-ec'], ['echo start\nmysqld'])).toBe('script');
  });

  test('another program', () => {
    expect(runs('postgres:16', ['psql', '-c', 'select 1'])).toBe('other');
    expect(runs('postgres:16', undefined, ['pg_dump', 'shop'])).toBe('other');
    expect(runs('redis:7', ['sh', '-c', 'redis-cli ping'])).toBe('other');
    expect(runs('nginx:1.29', ['sh', '/scripts/start.sh'])).toBe('other');
    expect(runs('apache/airflow:2.10.0', undefined, ['scheduler'])).toBe('other');
  });

  test('arguments go to the entrypoint, where that is known', () => {
    const started = (entrypoint: string[], args: string[]) =>
      runsOf(familyOf(parseImageReference('traefik:3')!)!, { command: undefined, args }, entrypoint);
    expect(started([], ['version'])).toBe('other');
    expect(started(['/usr/local/bin/traefik'], ['version'])).toBe('image');
    expect(started(['/entrypoint.sh'], ['version'])).toBe('other');
    expect(started(['tini', '--', '/entrypoint.sh'], ['traefik', 'version'])).toBe('image');
  });
});
