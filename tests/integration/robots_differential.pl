# What WWW::RobotRules makes of a table of robots.txt cases (tests/unit/crawler/robots_cases.tsv says
# what its columns are): a line a case, its name, and yes or no.
use strict;
use warnings FATAL => 'all';
use WWW::RobotRules;

my %octet = (n => "\n", r => "\r", t => "\t", '\\' => '\\');

while (my $line = <STDIN>) {
    chomp $line;
    next if $line eq '' || $line =~ /^#/;
    my ($name, $text, $agent, $target) = split /\t/, $line, -1;
    $text =~ s/\\(?:([nrt\\])|x([0-9A-Fa-f]{2}))/defined $1 ? $octet{$1} : chr hex $2/ge;
    my $rules = WWW::RobotRules->new($agent);
    {
        local $^W = 0; # it warns of each line that it does not know
        no warnings;
        $rules->parse('https://e.test/robots.txt', $text);
    }
    print "$name\t", ($rules->allowed("https://e.test$target") ? 'yes' : 'no'), "\n";
}
