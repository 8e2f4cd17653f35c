import { z } from 'zod';
import { Endpoint } from '../decorators/endpoint.js';
import { Extension } from '../decorators/extension.js';
import { OnStart } from '../decorators/hooks.js';
import { Injectable } from '../decorators/inject.js';
import { Rest } from '../decorators/rest.js';
import { defineExtension } from '../define/define-extension.js';
import { readApplication } from './read-application.js';

const identity = { prefix: 'odd', name: 'Odd', version: '1.0.0' };
/** As a project without a type check writes it. */
// oxlint-disable-next-line typescript/no-explicit-any -- what the compiler refuses is what is tried here
const unchecked = (decorator: unknown): any => decorator;

@Extension(identity)
class Names {
  @Endpoint() price$() {}
  @Endpoint('größe') size() {}
  @Endpoint(unchecked('a'.repeat(200))) long() {}
  @Rest('GET', '/a') $rest() {}
}

@Extension(identity)
class Replies {
  @Rest('GET', '/star/*') star() {}
  @Rest('GET', '/interim', { status: 102 }) interim() {}
  @Rest('GET', '/none', { status: 204, response: z.object({ a: z.string() }) }) none() {
    return { a: '' };
  }
}

@Extension(unchecked({ ...identity, openapi: { openapi: '3.1.0' } }))
class Document {
  @Endpoint({ metadata: unchecked({ owner: 1 }) }) a() {}
}

@Extension(identity)
@Extension({ ...identity, prefix: 'other' })
class Twice {}

const inCode = defineExtension({
  ...identity,
  endpoints: unchecked({ say: () => 'a', ask: 1 }),
  commands: unchecked({ go: () => 1 }),
});

const problemsOf = (application: unknown): unknown => {
  try {
    readApplication(unchecked(application));
  } catch (error) {
    return Reflect.get(Object(error), 'params').problems;
  }
  return [];
};

describe('misuse that the scan names', () => {
  it.each([
    ['Names.price$', Names, "'price$' cannot be an endpoint name", 'use letters (a–z, A–Z), digits, _ and -'],
    ['Names.size', Names, "'größe' cannot be an endpoint name", 'use letters (a–z, A–Z), digits, _ and -'],
    ['Names.long', Names, expect.stringMatching(/^the endpoint name 'a+…' is too long$/), 'use up to 128 characters'],
    ['Names.$rest', Names, "'$rest' cannot be an endpoint name", 'use letters (a–z, A–Z), digits, _ and -'],
    ['Replies.star', Replies, "the path '/star/*' has a '*'", "write a parameter such as '{name}' for one segment"],
    ['Replies.interim', Replies, 'a status of 102', expect.stringContaining('from 200 to 599')],
    ['Replies.none', Replies, 'a reply with status 204 has no body', 'omit the response schema, or the status'],
    ['Document @Extension', Document, 'openapi is neither text nor a URL', expect.stringContaining('as text')],
    ['Document.a', Document, "metadata 'owner' is not text", 'write it as a string'],
    ['Twice', Twice, 'it has @Extension twice', 'write it once'],
    ['Odd.say', inCode, 'this function does not belong here', 'write endpoint(…) around the function'],
    ['Odd.ask', inCode, 'this number does not belong here', 'write endpoint(…) around the function'],
    ['Odd.go', inCode, 'this function does not belong here', 'write command(…) around the function'],
  ])('%s', (where, application, text, fix) => {
    expect(problemsOf(application)).toContainEqual({ where, text, fix });
  });
});

function endpoint() {
  class Plain {
    @unchecked(Endpoint) a() {}
  }
  return Plain;
}

function hook() {
  class Plain {
    @unchecked(OnStart) a() {}
  }
  return Plain;
}

function injectable() {
  @unchecked(Injectable)
  class Plain {}
  return Plain;
}

function extension() {
  @unchecked(Extension)
  class Plain {}
  return Plain;
}

describe('decorators that are not called', () => {
  it.each([
    ['@Endpoint', 'Plain.a', endpoint],
    ['@OnStart', 'Plain.a', hook],
    ['@Injectable', 'Plain', injectable],
    ['@Extension', 'Plain', extension],
  ])('%s is refused where it stands', (decorator, setting, declare) => {
    const reason = `its decorator ${decorator} is not called; write ${decorator}(…)`;
    expect(declare).toThrow(expect.objectContaining({ code: 'INVALID_CONFIGURATION', params: { setting, reason } }));
  });
});
