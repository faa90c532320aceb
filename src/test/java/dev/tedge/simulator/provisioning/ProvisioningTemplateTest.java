package dev.tedge.simulator.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tedge.simulator.policy.PolicyDocument;
import dev.tedge.simulator.registry.CertificateStatus;
import dev.tedge.simulator.registry.Thing;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProvisioningTemplateTest {

    private static final String POLICY =
            "{'Version':'2012-10-17','Statement':{'Effect':'Allow','Action':'iot:*','Resource':'*'}}";

    private static final String CERTIFICATE = "'certificate': {'Type': 'AWS::IoT::Certificate'}";

    /** A thing that is there already, and one policy, {@code known}. */
    private static final ProvisioningTemplate.Account ACCOUNT = new ProvisioningTemplate.Account() {
        @Override
        public Optional<PolicyDocument> policy(String name) {
            return Optional.of(PolicyDocument.parse(POLICY.replace('\'', '"'))).filter(found -> name.equals("known"));
        }

        @Override
        public Optional<Thing> thing(String name) {
            return name.equals("old")
                    ? Optional.of(new Thing("old", Optional.of("arm"), Map.of("hall", "1", "row", "2")))
                    : Optional.empty();
        }
    };

    private static ProvisioningTemplate template(String json) {
        return ProvisioningTemplate.parse(json.replace('\'', '"'));
    }

    private static JsonNode json(String text) throws IOException {
        return new JsonMapper().readTree(text.replace('\'', '"'));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'plain' | plain",
                "{'Ref':'Serial'} | 17",
                "{'Fn::Join':['-',['robot',{'Ref':'Serial'}]]} | robot-17",
                "{'Fn::Join':['',['a','b','c']]} | abc",
                "{'Fn::Sub':'robot-${Serial}-${Hall}'} | robot-17-north",
                "{'Fn::Sub':['x${A}${Serial}',{'A':{'Ref':'Hall'}}]} | xnorth17",
                "{'Fn::Sub':'${!iot:ClientId}/${Serial}'} | ${iot:ClientId}/17",
                "{'Fn::Sub':'${AWS::IoT::Certificate::Id}'} | c0ffee",
                "{'Fn::Sub':'${Trick}'} | ${!iot:ClientId}",
                "{'Fn::Select':[1,['a',{'Ref':'Hall'}]]} | north",
                "{'Fn::Select':['1',{'Fn::Split':['.','a.b.c']}]} | b",
                "{'Fn::Join':['+',{'Fn::Split':['.','a.b.']}]} | a+b+",
                "{'Fn::FindInMap':['Urls',{'Ref':'Hall'},'url']} | https://north.example",
            })
    void value_isWorkedOut(String value, String text) throws Exception {
        TemplateValues values = new TemplateValues(
                Map.of(
                        "Serial",
                        "17",
                        "Hall",
                        "north",
                        "Trick",
                        "${!iot:ClientId}",
                        "AWS::IoT::Certificate::Id",
                        "c0ffee"),
                json("{'Urls':{'north':{'url':'https://north.example'}}}"));

        assertThat(values.text(json(value), "here")).isEqualTo(text);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'Ref':'Nobody'} | 'Nobody'",
                "{'Fn::Sub':'${Nobody}'} | 'Nobody'",
                "{'Fn::Base64':'x'} | 'Fn::Base64'",
                "{'Fn::Join':['-']} | Fn::Join",
                "{'Fn::Join':['-','a']} | list",
                "{'Fn::Select':[2,['a','b']]} | Fn::Select",
                "{'Fn::FindInMap':['a','b','c']} | Fn::FindInMap",
                "{'a':'b','c':'d'} | one function",
                "7 | a string",
                "null | a string",
            })
    void badValue_isRefused_withItsPlace(String value, String message) {
        TemplateValues values = new TemplateValues(Map.of(), new JsonMapper().createObjectNode());

        assertThatThrownBy(() -> values.text(json(value), "ThingName"))
                .isInstanceOf(ProvisioningRejection.class)
                .hasMessageContaining("ThingName")
                .hasMessageContaining(message);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{ | not JSON",
                "{'Resources':{}} | exactly one AWS::IoT::Certificate",
                "{'Parameters':{}} | no Resources",
                "{'Resources':{'a':{'Type':'AWS::S3::Bucket'}}} | AWS::S3::Bucket",
                "{'Resources':{'a':{'Type':'AWS::IoT::Certificate'}},'Hooks':{}} | 'Hooks'",
            })
    void badTemplate_isRefused(String json, String message) {
        assertThatThrownBy(() -> template(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void template_makesThingStatusPolicyAndConfiguration() throws Exception {
        ProvisioningTemplate template = template("""
                {"Parameters": {"Serial": {"Type": "String"}, "Hall": {"Type": "String", "Default": "north"}},
                 "Resources": {
                   "thing": {"Type": "AWS::IoT::Thing", "Properties": {
                     "ThingName": {"Fn::Join": ["", ["robot-", {"Ref": "Serial"}]]},
                     "ThingTypeName": "robot", "ThingGroups": ["all"],
                     "AttributePayload": {"hall": {"Ref": "Hall"}, "version": "v1"}}},
                   "certificate": {"Type": "AWS::IoT::Certificate", "Properties": {
                     "CertificateId": {"Ref": "AWS::IoT::Certificate::Id"}, "Status": "Inactive"}},
                   "one": {"Type": "AWS::IoT::Policy", "Properties": {"PolicyName": "known"}},
                   "two": {"Type": "AWS::IoT::Policy", "Properties": {"PolicyDocument": "%s"}}},
                 "DeviceConfiguration": {"Hall": {"Ref": "Hall"}}}
                """.formatted(POLICY.replace("'", "\\\"")));

        ProvisioningTemplate.Outcome outcome = template.apply(Map.of("Serial", "17", "More", "x"), ACCOUNT);

        assertThat(outcome.thing())
                .contains(new Thing("robot-17", Optional.of("robot"), Map.of("hall", "north", "version", "v1")));
        assertThat(outcome.status()).isEqualTo(CertificateStatus.INACTIVE);
        assertThat(outcome.policies()).hasSize(2);
        assertThat(outcome.deviceConfiguration()).isEqualTo(Map.of("Hall", "north"));
        assertThatThrownBy(() -> template.apply(Map.of(), ACCOUNT)).hasMessageContaining("'Serial' is missing");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | robot | hall=9,row=2",
                "{'AttributePayload':'MERGE'} | robot | hall=9,row=2",
                "{'AttributePayload':'REPLACE'} | robot | hall=9",
                "{'AttributePayload':'DO_NOTHING'} | robot | hall=1,row=2",
                "{'ThingTypeName':'DO_NOTHING'} | arm | hall=9,row=2",
                "{'ThingTypeName':'FAIL'} | - | -",
                "{'AttributePayload':'FAIL'} | - | -",
            })
    void thingThatIsThere_isChanged_asTheSettingsSay(String settings, String type, String attributes) throws Exception {
        ProvisioningTemplate template = template("""
                {'Resources': {%s, 'thing': {'Type': 'AWS::IoT::Thing', 'OverrideSettings': %s, 'Properties': {
                   'ThingName': 'old', 'ThingTypeName': 'robot', 'AttributePayload': {'hall': '9'}}}}}
                """.formatted(CERTIFICATE, settings));

        if (type.equals("-")) {
            assertThatThrownBy(() -> template.apply(Map.of(), ACCOUNT)).hasMessageContaining("'old' already");
            return;
        }
        Thing thing = template.apply(Map.of(), ACCOUNT).thing().orElseThrow();
        assertThat(thing.type()).contains(type);
        assertThat(new TreeMap<>(thing.attributes()).toString().replace(", ", ","))
                .isEqualTo("{" + attributes + "}");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'t':{'Type':'AWS::IoT::Thing','Properties':{'ThingName':'a b'}} | 'a b' is no thing name",
                "'t':{'Type':'AWS::IoT::Thing'} | ThingName",
                "'p':{'Type':'AWS::IoT::Policy','Properties':{'PolicyName':'none'}} | no policy 'none'",
                "'p':{'Type':'AWS::IoT::Policy','Properties':{}} | not both",
                "'p':{'Type':'AWS::IoT::Policy','Properties':{'PolicyDocument':'{}'}} | PolicyDocument",
            })
    void badResource_isRejected(String resource, String message) {
        ProvisioningTemplate template = template("{'Resources': {" + CERTIFICATE + "," + resource + "}}");

        assertThatThrownBy(() -> template.apply(Map.of(), ACCOUNT))
                .isInstanceOf(ProvisioningRejection.class)
                .hasMessageContaining(message);
    }
}
