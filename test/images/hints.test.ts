/** What a Dockerfile lets expect of its image, for whoever is asked. */
import { dockerfileFacts } from '../../src/images/dockerfile/dockerfile.ts';
import { hintsOf } from '../../src/images/dockerfile/hints.ts';

const hints = (text: string) => hintsOf(dockerfileFacts('web/Dockerfile', text)!, false);

test('a user that the base has, and nobody takes', () => {
  expect(hints('FROM node:20\n').get('user')).toEqual({
    value: 1000,
    because: 'node:20 has a user of that number',
  });
  expect(hints('FROM mcr.microsoft.com/dotnet/aspnet:8.0\n').get('user')?.value).toBe(1654);
  expect(hints('FROM mcr.microsoft.com/dotnet/aspnet:6.0\n').get('user')).toBeUndefined();
  expect(hints('FROM node:20\nUSER root\n').get('user')).toBeUndefined();
  expect(hints('FROM nginx:alpine\nCOPY run.sh /\nCMD ["/run.sh"]\n').get('user')).toBeUndefined();
  expect(hints('FROM node:20\nEXPOSE 80\n').get('user')).toBeUndefined();
  expect(hints('FROM python:3.12\n').get('user')).toBeUndefined();
});

test('the cache of Next.js, and not the code around it', () => {
  const text =
    'FROM node:20\nWORKDIR /app\nRUN mkdir .next && chown node .next\nCOPY --chown=node .next/static ./.next/static\nUSER node\n';
  expect(hints(text).get('writes')?.value).toEqual(['/app/.next/cache', '/tmp']);
});

test('folders that are given to the user and called like what is written', () => {
  const text = 'FROM ruby:3.3\nWORKDIR /app\nCOPY . .\nRUN chown -R 7 db log tmp\nUSER 7\n';
  expect(hints(text).get('writes')).toEqual({
    value: ['/app/log', '/app/tmp', '/tmp'],
    because: 'its user may write to all of /app/db (web/Dockerfile:4)',
  });
});

test('the home of its user is hinted at, and no folder by the name of a group', () => {
  const text =
    'FROM node:20-alpine\nRUN addgroup -g 7 -S staff && adduser -u 7 -S app -G staff\nWORKDIR /app\nCOPY . .\nRUN chown -R 7 /app\nUSER 7\n';
  expect(hints(text).get('writes')?.value).toEqual(['/home/app', '/tmp']);
});

test('what its server writes by itself, in place of what every program may', () => {
  const text =
    'FROM nginx:1.27-alpine\nCOPY a.conf /etc/nginx/conf.d/a.conf\nRUN chown -R 7 /var/cache/nginx\nUSER 7\nCMD ["nginx"]\n';
  expect(hints(text).get('writes')).toEqual({
    value: ['/var/cache/nginx', '/var/run'],
    because: 'nginx:1.27-alpine writes there by itself',
  });
});
