package dev.tedge.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AwsProxyTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            every host               | a.example.com | *                                | true
            the host                 | a.example.com | x, A.Example.com                 | true
            its domain               | a.example.com | example.com                      | true
            its domain with a dot    | a.example.com | .example.com                     | true
            only like its domain     | a.example.com | ple.com                          | false
            a host below it          | example.com   | a.example.com                    | false
            its address              | 10.1.2.3      | 10.1.2.3                         | true
            the end of its address   | 10.1.2.3      | 2.3                              | false
            its network              | 10.1.2.3      | 127.0.0.1,10.1.0.0/16            | true
            its network by bits      | 10.1.2.3      | 10.1.2.2/31                      | true
            another network          | 10.1.2.3      | 10.2.0.0/16                      | false
            a network, and a name    | a.example.com | 10.2.0.0/16                      | false
            a network of version 6   | fd00::1       | fd00::/8                         | true
            both versions            | 10.1.2.3      | fd00::/8                         | false
            no network               | 10.1.2.3      | 10.1.0.0/x,10.1.0.0/99,/8,a/8    | false
            nothing                  | a.example.com | ,                                | false
            """)
    void noProxy_namesHosts(String reason, String host, String names, boolean named) {
        assertThat(AwsProxy.isNamed(host, names)).as(reason).isEqualTo(named);
    }
}
