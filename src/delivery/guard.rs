//! Requests that go out can't be turned inward: which addresses a webhook may have.
//!
//! A name is looked up here, every address that it has is checked, and the connection goes to one of those: what the name
//! says a moment later changes nothing. The ranges are IANA's special-purpose registries.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// Ranges of IPv4 that are not somebody else's server on the internet, with what they are.
const V4: [(Ipv4Addr, u32, Range); 17] = [
    (Ipv4Addr::new(0, 0, 0, 0), 8, Range::Reserved),
    (Ipv4Addr::new(10, 0, 0, 0), 8, Range::Private),
    (Ipv4Addr::new(100, 64, 0, 0), 10, Range::Reserved), // carrier-grade NAT, and some clouds' own services
    (Ipv4Addr::new(127, 0, 0, 0), 8, Range::Loopback),
    (Ipv4Addr::new(168, 63, 129, 16), 32, Range::Reserved), // the host of an Azure machine
    (Ipv4Addr::new(169, 254, 0, 0), 16, Range::Reserved),   // link-local: the metadata of cloud machines
    (Ipv4Addr::new(172, 16, 0, 0), 12, Range::Private),
    (Ipv4Addr::new(192, 0, 0, 0), 24, Range::Reserved),
    (Ipv4Addr::new(192, 0, 2, 0), 24, Range::Reserved),
    (Ipv4Addr::new(192, 88, 99, 0), 24, Range::Reserved),
    (Ipv4Addr::new(192, 168, 0, 0), 16, Range::Private),
    (Ipv4Addr::new(198, 18, 0, 0), 15, Range::Reserved),
    (Ipv4Addr::new(198, 51, 100, 0), 24, Range::Reserved),
    (Ipv4Addr::new(203, 0, 113, 0), 24, Range::Reserved),
    (Ipv4Addr::new(224, 0, 0, 0), 4, Range::Reserved), // multicast
    (Ipv4Addr::new(240, 0, 0, 0), 4, Range::Reserved), // with the broadcast address
    (Ipv4Addr::new(255, 255, 255, 255), 32, Range::Reserved),
];

/// Of IPv6 only `2000::/3` is given to servers; these ranges in it are not.
const V6: [(Ipv6Addr, u32); 4] = [
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23), // Teredo, benchmarks, ORCHID
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32),
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16), // 6to4 carries any IPv4 address
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20),
];

/// What an address is, as far as it matters here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Range {
    Public,
    Loopback,
    Private,
    Reserved,
}

/// Looks names up for the client, and refuses what leads inward.
#[derive(Debug, Clone, Copy)]
pub(super) struct Guard {
    /// Whether this machine and private networks may be told too.
    pub(super) allow_local: bool,
}

/// A host has an address that nothing is sent to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Refused;

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("its address is not on the public internet, so nothing is sent there")
    }
}

impl std::error::Error for Refused {}

impl Guard {
    /// Whether something may be sent to an address.
    pub(super) fn check(self, address: IpAddr) -> Result<(), Refused> {
        match range(address) {
            Range::Public => Ok(()),
            Range::Loopback | Range::Private if self.allow_local => Ok(()),
            _ => Err(Refused),
        }
    }
}

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let guard = *self;
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            // One address inside is enough to refuse: who answers so means no good.
            for address in &found {
                guard.check(address.ip())?;
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

fn range(address: IpAddr) -> Range {
    match address {
        IpAddr::V4(address) => range_v4(address),
        IpAddr::V6(address) => range_v6(address),
    }
}

fn range_v4(address: Ipv4Addr) -> Range {
    let within = |&&(network, length, _): &&(Ipv4Addr, u32, Range)| {
        (address.to_bits() ^ network.to_bits()) >> (32 - length) == 0
    };
    V4.iter().find(within).map_or(Range::Public, |(.., range)| *range)
}

fn range_v6(address: Ipv6Addr) -> Range {
    // Where a network has only IPv6, its translator reaches IPv4 under this prefix (RFC 6052).
    if let [0x64, 0xff9b, 0, 0, 0, 0, high, low] = address.segments() {
        return range_v4(Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low)));
    }
    let within =
        |network: Ipv6Addr, length: u32| (address.to_bits() ^ network.to_bits()) >> (128 - length) == 0;
    if address.is_loopback() {
        Range::Loopback
    } else if address.is_unique_local() {
        Range::Private
    } else if !within(Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3)
        || V6.iter().any(|&(network, length)| within(network, length))
    {
        Range::Reserved
    } else {
        Range::Public
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_public_internet_is_sent_to() {
        let inward = [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "10.255.255.255",
            "100.64.0.1",
            "100.100.100.200",
            "100.127.255.255",
            "127.0.0.1",
            "127.8.8.8",
            "168.63.129.16",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.1",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.0.1",
            "192.168.255.255",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.7",
            "203.0.113.9",
            "224.0.0.1",
            "239.255.255.255",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:8.8.8.8",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b::a00:1",
            "64:ff9b:1::808:808",
            "100::1",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "febf::1",
            "fec0::1",
            "ff02::1",
            "2001::1",
            "2001:2::1",
            "2001:20::1",
            "2001:db8::1",
            "2002:7f00:1::1",
            "3fff::1",
            "3fff:fff::1",
            "5f00::1",
        ];
        for address in inward {
            assert_eq!(
                Guard { allow_local: false }.check(address.parse().unwrap()),
                Err(Refused),
                "{address}"
            );
        }
        let outward = [
            "1.1.1.1",
            "8.8.8.8",
            "9.255.255.255",
            "11.0.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "126.255.255.255",
            "128.0.0.0",
            "169.253.255.255",
            "169.255.0.0",
            "172.15.255.255",
            "172.32.0.0",
            "192.167.255.255",
            "192.169.0.0",
            "198.17.255.255",
            "198.20.0.0",
            "223.255.255.255",
            "2001:200::1",
            "2606:4700::1111",
            "2a00:1450:4001::1",
            "3ffe::1",
            "64:ff9b::808:808",
        ];
        for address in outward {
            assert_eq!(
                Guard { allow_local: false }.check(address.parse().unwrap()),
                Ok(()),
                "{address}"
            );
        }
    }

    #[test]
    fn the_opt_out_is_for_this_machine_and_private_networks_alone() {
        let guard = Guard { allow_local: true };
        for address in [
            "127.0.0.1",
            "::1",
            "10.0.0.1",
            "192.168.1.1",
            "fd12::1",
            "8.8.8.8",
        ] {
            assert_eq!(guard.check(address.parse().unwrap()), Ok(()), "{address}");
        }
        for address in [
            "169.254.169.254",
            "0.0.0.0",
            "::",
            "fe80::1",
            "224.0.0.1",
            "::ffff:127.0.0.1",
            "100.64.0.1",
        ] {
            assert_eq!(guard.check(address.parse().unwrap()), Err(Refused), "{address}");
        }
    }
}
