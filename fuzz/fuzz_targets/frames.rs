//! What a client sends: every frame that is passed on is JSON that the message loop can read, and what is broken is
//! answered, one answer a frame.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|stream: &[u8]| {
    for frame in copydesk::server::frames(stream) {
        let answered = frame.is_err();
        let body = frame.unwrap_or_else(|answer| answer.into_bytes());
        let text = std::str::from_utf8(&body).expect("UTF-8");
        let value: serde_json::Value = serde_json::from_str(text).expect("JSON");
        if answered {
            assert!(value["error"]["code"].is_i64(), "{value}");
        }
    }
});
