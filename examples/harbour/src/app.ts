import { AppModule } from '@symphony-ts/extension';
import { Harbour } from './harbour.js';
import { Depth, Tides } from './tides.js';

@AppModule({ extensions: [Harbour], providers: [Tides, { provide: Depth, useFactory: async () => 12 }] })
export class App {}
