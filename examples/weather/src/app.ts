import { AppModule } from '@symphony-ts/extension';
import { Station } from './station.js';
import { Weather } from './weather.js';

@AppModule({ extensions: [Weather], providers: [Station] })
export class App {}
