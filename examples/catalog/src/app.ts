import { AppModule } from '@symphony-ts/extension';
import { Catalog } from './catalog.js';
import { ItemIds } from './item-ids.js';

@AppModule({ extensions: [Catalog], providers: [ItemIds] })
export class App {}
