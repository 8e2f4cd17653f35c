import 'reflect-metadata';
import { isSymphonyError } from '@symphony-ts/contract';
import * as z from 'zod';
import { AppModule } from '../decorators/app-module.js';
import { Bucket } from '../decorators/bucket.js';
import { Capability } from '../decorators/capability.js';
import { Endpoint } from '../decorators/endpoint.js';
import { Extension } from '../decorators/extension.js';
import { OnCommand, Subscribe } from '../decorators/messages.js';
import { Menu, Route } from '../decorators/navigation.js';
import { Rest } from '../decorators/rest.js';
import { defineExtension } from '../define/define-extension.js';
import { endpoint } from '../define/handlers.js';
import { createApplication } from '../runtime/application.js';
import { readApplication } from './read-application.js';

const identity = { prefix: 'shop', name: 'Shop', version: '1.0.0' };
/** As JavaScript, a spread or a cast hands it over. */
// oxlint-disable-next-line typescript/no-explicit-any -- what the compiler would refuse is what is tried
const loose = (options: unknown): any => options;

function problemsOf(module: unknown): readonly string[] {
  try {
    readApplication(module);
    return [];
  } catch (error) {
    if (!isSymphonyError(error, 'INVALID_MODULE')) throw error;
    return error.params.problems.map(({ where, text, fix }) => `${where}: ${text}; ${fix}`);
  }
}

describe('options that nobody knows', () => {
  it('are all refused, with the place and what was probably meant', () => {
    @Extension({ ...identity, ...loose({ descripton: 'sells' }) })
    @Capability('pub', 'extensions.shop.sold', 'Sold', loose({ shema: z.string() }))
    @Bucket('shop_items', loose({ histroy: 5 }))
    @Menu('main', 'Shop', '/shop', 'fa-shop', loose({ href: 'https://example.org' }))
    @Route('/shop', 'ui://shop/home', loose({ chidren: {} }))
    class Shop {
      @Endpoint(loose({ input: z.string(), timeoutMS: 5 })) add() {}
      @Rest('GET', '/items', loose({ querry: z.object({}) })) items() {}
      @Subscribe('extensions.orders.made', loose({ que: false, concurency: 2 })) made() {}
      @OnCommand('count', loose({ timeout: 5 })) count() {}
    }
    expect(problemsOf(Shop)).toEqual(
      expect.arrayContaining([
        "Shop @Extension: there is no option 'descripton'; did you mean 'description'?",
        "Shop @Capability('pub', 'extensions.shop.sold'): there is no option 'shema'; did you mean 'schema'?",
        "Shop @Bucket('shop_items'): there is no option 'histroy'; did you mean 'history'?",
        "Shop @Menu('main', 'Shop'): there is no option 'href'; it takes link",
        "Shop @Route('/shop'): there is no option 'chidren'; did you mean 'children'?",
        expect.stringContaining("Shop.add: there is no option 'input'; it takes name, request,"),
        "Shop.add: there is no option 'timeoutMS'; did you mean 'timeoutMs'?",
        "Shop.items: there is no option 'querry'; did you mean 'query'?",
        "Shop.made: there is no option 'que'; did you mean 'queue'?",
        "Shop.made: there is no option 'concurency'; did you mean 'concurrency'?",
        "Shop.count: there is no option 'timeout'; did you mean 'timeoutMs'?",
      ]),
    );
  });

  it('are refused where they are not an object', () => {
    @Extension(identity)
    class Shop {
      @Subscribe('extensions.orders.made', loose('audit')) made() {}
    }
    expect(problemsOf(Shop)).toContainEqual(
      expect.stringMatching(/^Shop\.made: the options are a string; give an object; it takes .*queue/),
    );
  });

  it('are refused of an extension in code', () => {
    const shop = defineExtension({
      ...identity,
      ...loose({ onStrat: () => {} }),
      endpoints: { add: endpoint(loose({ respone: z.string() }), () => '') },
      widgets: [{ uri: 'ui://shop/w', title: 'W', ...loose({ icon: 'fa-x' }) }],
    });
    expect(problemsOf(shop)).toEqual(
      expect.arrayContaining([
        expect.stringContaining("there is no option 'onStrat'; did you mean 'onStart'?"),
        "Shop.add: there is no option 'respone'; did you mean 'response'?",
        "Shop widget 'ui://shop/w': there is no option 'icon'; it takes no options",
      ]),
    );
  });

  it('are refused of a module', () => {
    @Extension(identity)
    class Shop {}
    @AppModule({ extensions: [Shop], ...loose({ provider: [] }) })
    class App {}
    expect(problemsOf(App)).toEqual(["App @AppModule: there is no option 'provider'; did you mean 'providers'?"]);
  });

  it('are refused of createApplication', async () => {
    @Extension(identity)
    class Shop {}
    await expect(createApplication(Shop, loose({ adress: 'h' }))).rejects.toMatchObject({
      code: 'INVALID_CONFIGURATION',
      message: expect.stringContaining("createApplication: there is no option 'adress': did you mean 'address'?"),
    });
  });
});
