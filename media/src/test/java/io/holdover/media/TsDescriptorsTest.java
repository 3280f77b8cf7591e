package io.holdover.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TsDescriptorsTest {
    @Test
    void findsBodiesByTag() {
        TsDescriptors descriptors = new TsDescriptors(Octets.fromHex("05044f7075730a04656e67007f028002"));
        assertThat(descriptors.registration()).isEqualTo("Opus");
        assertThat(descriptors.language()).isEqualTo("eng");
        assertThat(descriptors.body(0x7F)).isEqualTo(Octets.fromHex("8002"));
        assertThat(descriptors.has(0x6A)).isFalse();
        assertThat(descriptors.body(0x6A)).isEqualTo(Octets.empty());
    }

    @Test
    void endsAtADescriptorThatIsCut() {
        TsDescriptors descriptors = new TsDescriptors(Octets.fromHex("6a0100050a4f7075"));
        assertThat(descriptors.has(0x6A)).isTrue();
        assertThat(descriptors.registration()).isEmpty();
        assertThat(TsDescriptors.none().registration()).isEmpty();
    }
}
