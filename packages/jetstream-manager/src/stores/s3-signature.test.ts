import { AwsV4Signer } from 'aws4fetch';

/**
 * The examples of AWS for signatures of single requests to S3 ("Authenticating Requests: Using the Authorization Header").
 * `aws4fetch` signs for `s3Store`; an update of it must still give the signatures that AWS expects.
 */
const empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const examples: readonly [
  what: string,
  request: { readonly method: string; readonly path: string; readonly headers: Readonly<Record<string, string>> },
  signedHeaders: string,
  signature: string,
][] = [
  [
    'GET of an object',
    { method: 'GET', path: '/test.txt', headers: { range: 'bytes=0-9', 'x-amz-content-sha256': empty } },
    'host;range;x-amz-content-sha256;x-amz-date',
    'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
  ],
  [
    'PUT of an object whose name is to be escaped',
    {
      method: 'PUT',
      path: '/test$file.text',
      headers: {
        date: 'Fri, 24 May 2013 00:00:00 GMT',
        'x-amz-storage-class': 'REDUCED_REDUNDANCY',
        'x-amz-content-sha256': '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072',
      },
    },
    'date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class',
    '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
  ],
  [
    'GET with a query without a value',
    { method: 'GET', path: '/?lifecycle', headers: { 'x-amz-content-sha256': empty } },
    'host;x-amz-content-sha256;x-amz-date',
    'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543',
  ],
  [
    'list of a bucket',
    { method: 'GET', path: '/?max-keys=2&prefix=J', headers: { 'x-amz-content-sha256': empty } },
    'host;x-amz-content-sha256;x-amz-date',
    '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
  ],
];

describe('the signature of a request to S3', () => {
  it.each(examples)('is the one of the AWS example: %s', async (_, { method, path, headers }, signed, signature) => {
    const signer = new AwsV4Signer({
      method,
      url: `https://examplebucket.s3.amazonaws.com${path}`,
      headers: { ...headers },
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      service: 's3',
      region: 'us-east-1',
      datetime: '20130524T000000Z',
      // The first example also signs `range`. The store does not sign that header otherwise.
      allHeaders: true,
    });
    const scope = 'Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request';
    expect(await signer.authHeader()).toBe(
      `AWS4-HMAC-SHA256 ${scope}, SignedHeaders=${signed}, Signature=${signature}`,
    );
  });
});
