/** The port that a program is told to listen on: by a variable that frameworks read, or by a flag. */

import type { Container, Evidence } from '../../../src/transform.ts';
import { mapsIn, stringsIn } from '../data.ts';

/** Variables for a number: a bare PORT, and those of frameworks. `DB_PORT` and `API_PORT` are for what it calls. */
const NUMBERS =
  /^(?:(?:APP|HTTP|LISTEN|ROCKET|UVICORN|FLASK_RUN|NUXT|NITRO|QUARKUS_HTTP|MICRONAUT_SERVER|SERVER)_)?PORT$|^(?:ASPNETCORE|DOTNET)_HTTPS?_PORTS$/;
/** Variables for an address or a URL that ends with the port. */
const ADDRESSES = /^(?:(?:ASPNETCORE|DOTNET)_URLS|(?:HTTP_)?(?:LISTEN|BIND)(?:_?ADDR(?:ESS)?)?)$/;
const FLAGS = /^--?(?:port|http[._-]port|server[._-]port|listen|bind|b|listen[._-]addr(?:ess)?)$/;
/** Anybody's address, or none: what names a host is somebody else's. */
const OWN = /^(?:(?:https?|tcp):\/\/)?(?:0\.0\.0\.0|\[::\]|\*|\+|localhost)?:(\d+)\/?$/;

/** What tells a container to listen on a port; undefined where nothing does. */
export function toldPort(container: Container, port: number): Evidence | undefined {
  return byVariable(container, port) ?? byFlag(container, port);
}

function byVariable(container: Container, port: number): Evidence | undefined {
  const variables = mapsIn(container.get(['env'])).map(({ name, value }) => ({
    name: String(name),
    value: typeof value === 'string' ? value : '',
  }));
  const found = variables.find(({ name, value }) => {
    if (ADDRESSES.test(name)) return value.split(';').some(each => Number(OWN.exec(each)?.[1]) === port);
    return NUMBERS.test(name) && value.split(';').some(each => Number(each) === port);
  });
  if (found === undefined) return undefined;
  // `SERVER_PORT` beside `SERVER_HOST: db` is that of another one.
  const host = variables.find(({ name }) => name === found.name.replace(/PORT$/, 'HOST'))?.value ?? '';
  if (found.name.endsWith('PORT') && !/^(?:|0\.0\.0\.0|::|localhost)$/.test(host)) return undefined;
  return said(container, ['env', { name: found.name }], `${found.name} tells it to listen on port ${port}`);
}

function byFlag(container: Container, port: number): Evidence | undefined {
  const words = ['command', 'args'].flatMap(field => stringsIn(container.get([field])));
  const isPort = (value: string | undefined) =>
    value !== undefined && (Number(value) === port || Number(OWN.exec(value)?.[1]) === port);
  const flag = words.find((word, index) => {
    const [name = '', value] = word.split('=', 2);
    return FLAGS.test(name) && isPort(value ?? words[index + 1]);
  });
  const field = container.get(['args']) === undefined ? 'command' : 'args';
  return flag === undefined
    ? undefined
    : said(container, [field], `${flag.split('=')[0]} tells it to listen on port ${port}`);
}

function said({ workload, path }: Container, field: Parameters<Container['get']>[0], says: string): Evidence {
  return { kind: 'manifest', at: workload.where([...path, ...field]), says };
}
